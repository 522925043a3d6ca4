import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { betweenMarkers } from '../../bench/markers.mjs';
import { missed } from '../../bench/speed/goals.mjs';
import { median, paces, slope, spread } from '../../bench/speed/pace.mjs';
import { jobResult, stretches } from '../../bench/speed/run-events.mjs';
import type { JobRow, Sitting, StepRow } from '../../bench/speed/sitting.mjs';
import { speedReport } from '../../bench/speed/speed-report.mjs';
import { assertEqual } from '../../bench/speed/teachers.mjs';
import type { RunEvent } from '../../src/plan/events.ts';

describe('milliseconds a step', () => {
  const marks = (begin: number, ...pairs: [step: number, time: number][]) =>
    pairs.map(([step, time]) => ({ step, time: begin + time }));

  test('come from each mark and the next, and the first second does not count', () => {
    expect(paces([marks(500, [1, 0], [2, 900], [10, 1000], [20, 1100], [40, 1200])])).toEqual([10, 5]);
  });

  test('never span what stands between two stretches', () => {
    const [first, second] = [marks(0, [10, 0], [20, 100]), marks(5000, [30, 0], [40, 200])];
    expect(paces([first, second], 0)).toEqual([10, 20]);
  });

  test('have a median, of an even count the mean of the middle two; nothing has none', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(() => median([])).toThrow('nothing');
  });

  test('have a spread with a tenth beyond each end', () => {
    const values = Array.from({ length: 11 }, (_, at) => 10 - at);
    expect(spread(values)).toEqual({ median: 5, low: 1, high: 9, count: 11 });
  });

  test('memory has a slope; points at one place have none', () => {
    expect(slope([1, 2, 3, 4].map((x) => ({ x, y: 7 - 2 * x })))).toBeCloseTo(-2, 12);
    expect(() =>
      slope([
        { x: 1, y: 2 },
        { x: 1, y: 3 },
      ]),
    ).toThrow('no slope');
  });
});

/** Events as a run of two epochs tells them, stamped with their time. */
function run(): RunEvent[] {
  const measured = {
    network: 'network-1',
    role: 'student',
    part: 'test',
    examples: 10,
    accuracy: 0.5,
    loss: 1,
  };
  const events: [time: number, body: object][] = [
    [900, { kind: 'state', state: 'preparing', text: 'Reading mnist' }],
    [1000, { kind: 'run-started' }],
    [1500, { kind: 'metrics', steps: [1] }],
    [1600, { kind: 'metrics', steps: [2, 3] }],
    [1650, { kind: 'usage' }],
    [1800, { kind: 'epoch', measured: [measured] }],
    [1830, { kind: 'checkpoint' }],
    [1900, { kind: 'metrics', steps: [4] }],
    [2000, { kind: 'metrics', steps: [5, 6] }],
    [2300, { kind: 'epoch', measured: [measured] }],
    [2340, { kind: 'checkpoint' }],
    [2500, { kind: 'evaluation', measured: { ...measured, accuracy: 0.75 }, parameters: 50 }],
  ];
  return events.map(([time, body], seq) => ({ seq, time, ...body }) as RunEvent);
}

describe('a run of ours', () => {
  test('is timed from reading the data to the last step, without measuring accuracy', () => {
    expect(jobResult(run(), 7)).toEqual({
      seconds: 0.8,
      measuring: 0.2,
      saving: 0.03,
      accuracy: 0.75,
      parameters: 50,
      memory: 7,
    });
  });

  test('has a stretch of steps an epoch', () => {
    expect(stretches(run())).toEqual([
      [
        { step: 1, time: 1500 },
        { step: 3, time: 1600 },
      ],
      [
        { step: 4, time: 1900 },
        { step: 6, time: 2000 },
      ],
    ]);
  });

  test('that was cut short is refused', () => {
    expect(() => jobResult(run().slice(0, -1), null)).toThrow('did not come to its end');
  });
});

describe('a teacher on both sides', () => {
  const ours = { parameters: 10, accuracy: 0.9, loss: 0.3 };

  test('may differ by what adding up in another order brings', () => {
    expect(() => assertEqual('cnn', ours, { ...ours, loss: 0.3004 })).not.toThrow();
  });

  test('is refused where a weight, a layer or the padding is another', () => {
    for (const other of [{ parameters: 11 }, { loss: 0.302 }, { accuracy: 0.91 }])
      expect(() => assertEqual('cnn', ours, { ...ours, ...other })).toThrow('cnn is not the same');
  });
});

const round = (value: number) => ({ median: value, low: value, high: value, count: 40 });
const trial: JobRow['trial'] = { tried: [], kept: 'nothing', compiling: 0 };
const steps: StepRow = {
  network: 'cnn',
  precision: 'float32',
  ours: [10, 11, 9].map(round),
  torch: [13, 12, 14].map(round),
  trial,
};
const done = { measuring: 1, saving: 0, parameters: 50_890, memory: 500e6 };
const job: JobRow = {
  job: 'cnn-to-mlp',
  precision: 'float32',
  epochs: 10,
  ours: [4, 5, 6].map((seconds) => ({ ...done, seconds, accuracy: 0.975 })),
  torch: [24, 25, 27].map((seconds) => ({
    ...done,
    seconds,
    accuracy: 0.974,
    memory: 1000e6,
    idle: 600e6,
    saving: null,
  })),
  trial: { tried: [], kept: 'teacher', compiling: 30 },
};
const sitting: Sitting = {
  when: '2026-11-25',
  machine: { model: 'Some processor', cores: 2 },
  quiet: { measured: 90, loud: 0 },
  torch: { torch: '2.15.0', python: '3.11.7', threads: 2, instructions: 'AVX512' },
  first: [2.5, 1.5, 2].map((seconds) => ({
    seconds,
    engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
  })),
  steps: [steps],
  jobs: [job],
  soak: { steps: 10_318, growth: 20_000, early: 1.2, late: 1.21 },
};

describe('the tables of a sitting', () => {
  const lines = speedReport(sitting).split('\n');

  test('set the medians of all rounds side by side, with the ratio and its goal', () => {
    expect(lines).toContain(
      '| CNN, 16 and 32 filters 5×5, dense 128-10 | 128 | 10.0 | 13.0 | nothing | 1.30 | 1.2 ✔ |',
    );
  });

  test('give a whole job with and without what compiling takes, and the accuracy of both', () => {
    expect(lines).toContain(
      '| CNN to MLP 784-64-10, MNIST | 10 | 5.00 | 25.0 | teacher | 5.00 | 5.0 ✔ | 11.00 | 97.50 % | 97.40 % |',
    );
  });

  test('tell memory, the first step, the long run and the machine', () => {
    const text = lines.join('\n');
    for (const part of [
      '| CNN to MLP 784-64-10, MNIST | 500 MB | 1,000 MB | 600 MB | 0.50 |',
      'first step of the starter: 2.00 s',
      '10,318 steps in one run: 1.20 ms a step in the first\n  fifth and 1.21 ms in the last; memory grew',
      'grew by 0.02 MB',
      '2 cores (Some processor, AVX512)',
      'PyTorch 2.15.0',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('others worked');
    expect(speedReport({ ...sitting, quiet: { measured: 90, loud: 2 } })).toContain('2 of 90 measurements');
  });

  test('leave out a precision that was not measured', () => {
    expect(lines).not.toContain("### bfloat16, against PyTorch's autocast");
    const both = { ...sitting, steps: [steps, { ...steps, precision: 'bfloat16' as const }] };
    expect(speedReport(both)).toContain("### bfloat16, against PyTorch's autocast");
  });

  test('have their place in docs/performance.md', async () => {
    const page = await readFile(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    expect(betweenMarkers(page, 'speed', 'new')).toContain('<!-- speed -->\nnew\n<!-- /speed -->');
  });
});

describe('what is missed', () => {
  test('is nothing where every goal is reached', () => {
    expect(missed(sitting)).toEqual([]);
  });

  test('is named with what was found: a step, a job, memory, the first step, growth, steps that become slower', () => {
    const slow: Sitting = {
      ...sitting,
      first: sitting.first.map((it) => ({ ...it, seconds: 3.2 })),
      steps: [{ ...steps, torch: [round(11)] }],
      jobs: [{ ...job, torch: job.torch.map((it) => ({ ...it, seconds: 20, memory: 400e6 })) }],
      soak: { steps: 10_318, growth: 2e6, early: 1, late: 1.3 },
    };
    expect(missed(slow)).toEqual([
      'a step of CNN, 16 and 32 filters 5×5, dense 128-10 in float32: 1.10 of 1.2',
      'CNN to MLP 784-64-10, MNIST in float32: 4.00 of 5',
      "memory of CNN to MLP 784-64-10, MNIST in float32: 1.25 times PyTorch's, at most 1.2",
      'the first step of the starter: 3.20 s, at most 3',
      'memory of a long run: grows by 2.00 MB by 1,000 steps, at most 1',
      'steps of a long run: 1.30 times slower at its end, at most 1.1',
    ]);
  });
});
