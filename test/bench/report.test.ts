import { describe, expect, test } from 'vitest';
import { accuracyReport, promises } from '../../bench/accuracy-report.mjs';
import { betweenMarkers } from '../../bench/markers.mjs';
import type { SeedResult } from '../../bench/train-seed.mjs';

const evaluation = (
  role: 'teacher' | 'student' | 'baseline',
  accuracy: number,
  parameters: number,
): SeedResult['teacher'] => ({
  kind: 'evaluation',
  seq: 0,
  time: 0,
  output: 'output-1',
  measured: { network: 'network-1', role, part: 'test', examples: 10_000, accuracy, loss: 0.1 },
  confusion: [],
  agreement: null,
  parameters,
  bytes: 4 * parameters,
  microsecondsPerImage: role === 'teacher' ? 50 : 2,
  bfloat16: null,
  pruned: null,
});

const result = (seed: number, accuracies: [teacher: number, student: number, alone: number]): SeedResult => ({
  seed,
  teacher: evaluation('teacher', accuracies[0], 215_370),
  student: evaluation('student', accuracies[1], 25_450),
  alone: evaluation('baseline', accuracies[2], 25_450),
  engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
  stages: [
    { role: 'teacher', epochs: 5, steps: 2345 },
    { role: 'student', epochs: 16, steps: 7504 },
    { role: 'baseline', epochs: 16, steps: 7504 },
  ],
  seconds: 200 + seed,
  load: 0,
});
const good = [result(1, [0.9911, 0.973, 0.9685]), result(2, [0.9921, 0.9742, 0.9703])];
const machine = { model: 'Some processor', cores: 2 };

describe('the table of what distillation brings', () => {
  test('has a row for each network, a column for each seed, their mean and the gain', () => {
    const lines = accuracyReport(good, machine).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      '| test accuracy | parameters | seed 1 | seed 2 | mean |',
      '| --- | --: | --: | --: | --: |',
      '| teacher | 215,370 | 99.11 % | 99.21 % | 99.16 % |',
      '| student alone | 25,450 | 96.85 % | 97.03 % | 96.94 % |',
      '| distilled student | 25,450 | 97.30 % | 97.42 % | 97.36 % |',
      '| gain in points |  | +0.45 | +0.39 | +0.42 |',
    ]);
  });

  test('names the command, the steps, the engine and the machine, and says where it was not alone', () => {
    const text = accuracyReport(good, machine);
    for (const part of [
      'npm run bench -- accuracy',
      '7,504 steps',
      'TensorFlow 2.20.0 on CPU, 2 cores',
      '25 times faster',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('other work');
    expect(accuracyReport([{ ...(good[0] as SeedResult), load: 3 }], machine)).toContain('other work');
  });
});

describe('what is promised', () => {
  const broken = (...results: SeedResult[]) =>
    promises(results)
      .filter((it) => !it.holds)
      .map((it) => it.text);

  test('holds for good results', () => {
    expect(broken(...good)).toEqual([]);
  });

  test('is broken by one weak teacher, by no gain in the mean, by a large student, by other steps', () => {
    expect(broken(...good, result(3, [0.99, 0.98, 0.96]))).toEqual([expect.stringContaining('99.00 %')]);
    expect(broken(result(1, [0.992, 0.97, 0.971]), result(2, [0.992, 0.971, 0.97]))).toEqual([
      expect.stringContaining('beats the same student alone'),
    ]);
    const [first = result(1, [1, 1, 1])] = good;
    expect(
      broken({
        ...first,
        student: { ...first.student, parameters: 30_001 },
        alone: { ...first.alone, parameters: 30_001 },
      }),
    ).toEqual([expect.stringContaining('30,000 parameters (30001)')]);
    expect(broken({ ...first, stages: first.stages.slice(0, 2) })).toEqual([
      expect.stringContaining('same steps'),
    ]);
  });
});

describe('the place in the README', () => {
  const page = 'before\n<!-- results -->\nold\n<!-- /results -->\nafter\n';

  test('is filled anew each time', () => {
    const once = betweenMarkers(page, 'results', 'new\n');
    expect(once).toBe('before\n<!-- results -->\nnew\n<!-- /results -->\nafter\n');
    expect(betweenMarkers(once, 'results', 'new')).toBe(once);
  });

  test('must be there', () => {
    expect(() => betweenMarkers('<!-- results -->', 'results', '')).toThrow('<!-- /results -->');
  });
});
