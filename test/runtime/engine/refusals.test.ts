import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../../src/pipeline/problem.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Output, Part, Plan, Source } from '../../../src/plan/plan.ts';
import { writeModel } from '../../../src/runtime/model-file.ts';
import { encodeSafetensors } from '../../../src/runtime/safetensors.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { PATTERNS, sha256, writePatterns } from './patterns.ts';
import { distillation, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere, type Told } from './run-here.ts';

/* What a run cannot be done with: told by its name before any step is taken, without a path of this machine. */

const folderOf = temporaryFolders();
const IMAGES = 'train-images-idx3-ubyte';
const LABELS = 'train-labels-idx1-ubyte';

/** The problem that ended a run before its first step. */
function refusal({ events, of, ending, folder }: Told): Extract<EngineEvent, { kind: 'problem' }> {
  expect(of('metrics')).toEqual([]);
  expect(of('checkpoint')).toEqual([]);
  const [problem, ...more] = of('problem');
  expect(more).toEqual([]);
  expect(ending).toMatchObject({ how: 'failed', text: problem?.message });
  expect(events.at(-1)?.kind).toBe('run-ended');
  expect(JSON.stringify(events)).not.toContain(folder);
  if (!problem) throw new Error('No problem was told.');
  return problem;
}

const one = (changes: Partial<Source> = {}, own: Partial<Parameters<typeof stage>[1]> = {}): Plan => {
  const data = source(changes);
  return plan(data, [network('network-1', mlpLayers(4))], [stage(data, { student: 'network-1', ...own })]);
};

describe.each<Source['keep']>(['device', 'stream'])('data files, kept: %s', (keep) => {
  /** A run whose data folder was changed; the plan names the good files. */
  async function withData(change: (folder: string) => void, of = one({ keep })) {
    const folder = folderOf();
    const dataFolder = writePatterns(folder);
    change(join(dataFolder, 'patterns'));
    return refusal(await runHere(of, { folder, dataFolder }));
  }
  const good = (name: string): Buffer => Buffer.from(PATTERNS.get(name) ?? []);

  test.each([...PATTERNS.keys()])('%s is missing', async (name) => {
    const problem = await withData((folder) => rmSync(join(folder, name)));
    expect(problem).toMatchObject({ code: 'data-missing', at: 'source-1' });
    expect(problem.message).toContain(`patterns/${name}`);
    expect(problem.fix).toContain('npm run data -- patterns.');
  });

  test.each([...PATTERNS.keys()])('%s is cut short', async (name) => {
    const problem = await withData((folder) => writeFileSync(join(folder, name), good(name).subarray(0, -1)));
    expect(problem).toMatchObject({ code: 'data-damaged', at: 'source-1' });
    expect(problem.message).toContain(`patterns/${name}`);
    expect(problem.message).toContain(`${good(name).length - 1} bytes`);
  });

  test('one bit is another', async () => {
    const problem = await withData((folder) => {
      const bytes = good(IMAGES);
      bytes[1000] = (bytes[1000] ?? 0) ^ 1;
      writeFileSync(join(folder, IMAGES), bytes);
    });
    expect(problem.code).toBe('data-damaged');
  });

  /** A file that is as the plan says and yet not what an IDX file is. */
  const odd = (name: string, bytes: Uint8Array) =>
    withData(
      (folder) => writeFileSync(join(folder, name), bytes),
      one({ keep, files: { ...source().files, [name]: sha256(bytes) } }),
    );
  const withByte = (name: string, place: number, value: number): Buffer => {
    const bytes = good(name);
    bytes[place] = value;
    return bytes;
  };

  test.each([
    ['too short for a header', LABELS, Buffer.alloc(3)],
    ['of another kind', IMAGES, withByte(IMAGES, 3, 1)],
    ['images of another size', IMAGES, withByte(IMAGES, 11, 9)],
    ['more examples than bytes', LABELS, withByte(LABELS, 7, 121)],
    ['a label beyond the classes', LABELS, withByte(LABELS, 20, 10)],
    ['fewer labels than images', LABELS, withByte(LABELS.replace('train', 't10k'), 8, 1)],
  ])('%s', async (_, name, bytes) => {
    expect(await odd(name, bytes)).toMatchObject({ code: 'data-damaged' });
  });

  test('more examples than there are', async () => {
    const problem = refusal(await runHere(one({ keep, counts: { train: 121, validation: 0, test: 1 } })));
    expect(problem).toMatchObject({ code: 'data-few', at: 'source-1' });
    expect(problem.message).toContain('120');
  });
});

describe('plans from elsewhere', () => {
  const stageOf = (of: Plan) => of.stages[0] as Plan['stages'][number];
  const withStage = (change: Partial<Plan['stages'][number]>): Plan => {
    const of = one();
    return { ...of, stages: [{ ...stageOf(of), ...change }] };
  };
  const { optimizer, terms } = stageOf(one());
  const task = { network: 'network-1', source: 'source-1' };
  const system = (part: Part): Output => ({
    id: 'output-2',
    kind: 'router',
    name: 'both',
    part,
    tasks: [task, task],
  });

  test.each([
    ['a batch larger than the data', 'batch-larger-than-data', one({}, { batch: 97 })],
    ['a wrong count of steps', 'plan-steps', withStage({ steps: 5 })],
    [
      'a loss that nobody knows',
      'op-unknown',
      withStage({ terms: terms.map((it) => ({ ...it, op: 'loss.evil' })) }),
    ],
    [
      'an optimizer that nobody knows',
      'op-unknown',
      withStage({ optimizer: { ...optimizer, op: 'optimizer.evil' } }),
    ],
    [
      'a loss in the optimizer’s place',
      'op-unknown',
      withStage({ optimizer: { ...optimizer, op: 'loss.cross-entropy' } }),
    ],
    [
      'arguments of the wrong kind',
      'op-arguments',
      withStage({ optimizer: { ...optimizer, args: { beta1: 2 } } }),
    ],
    [
      'a schedule of the wrong kind',
      'op-arguments',
      withStage({ optimizer: { ...optimizer, schedule: { op: 'schedule.step', args: {} } } }),
    ],
    [
      'an evaluation of a part without examples',
      'part-empty',
      {
        ...one(),
        outputs: [
          {
            id: 'output-1',
            kind: 'evaluation',
            network: 'network-1',
            source: 'source-1',
            part: 'validation',
            teacher: null,
          },
        ],
      } satisfies Plan,
    ],
    [
      'a system that is to be measured on a part without examples',
      'part-empty',
      { ...one(), outputs: [system('validation')] } satisfies Plan,
    ],
    [
      'a model by the name of one of a system',
      'model-name',
      {
        ...one(),
        outputs: [
          system('test'),
          { id: 'output-1', kind: 'saved-model', network: 'network-1', name: 'Both-1' },
        ],
      } satisfies Plan,
    ],
    ...['../x', 'a/b', '', '.hidden', 'c:x', 'x'.repeat(101)].map(
      (name) =>
        [
          `a model to be saved as ${name.slice(0, 20)}`,
          'model-name',
          {
            ...one(),
            outputs: [{ id: 'output-1', kind: 'saved-model', network: 'network-1', name }],
          } satisfies Plan,
        ] as const,
    ),
  ] as const)('%s', async (_, code, of) => {
    expect(refusal(await runHere(of))).toMatchObject({ code });
  });

  test('TensorFlow where none is set up', async () => {
    expect(
      refusal(await runHere({ ...one(), engine: { ...one().engine, kind: 'tensorflow' } })),
    ).toMatchObject({
      code: 'engine-missing',
      fix: expect.stringContaining('npm run engine'),
    });
  });

  test('a TensorFlow that cannot be loaded: refused where it was asked for, told where it was only preferred', async () => {
    const engineFolder = folderOf();
    const asked = await runHere(
      { ...one(), engine: { ...one().engine, kind: 'tensorflow' } },
      { engineFolder },
    );
    expect(refusal(asked).code).toBe('engine-broken');
    expect(JSON.stringify(asked.events)).not.toContain(engineFolder);
    const preferred = await runHere(
      { ...one(), engine: { ...one().engine, kind: 'auto' } },
      { engineFolder },
    );
    expect(preferred.ending.how).toBe('done');
    expect(preferred.of('note')[0]?.text).toMatch(/plain JavaScript trains, much slower/);
    expect(preferred.of('run-started')[0]?.engine.device).toBe('plain JavaScript');
  });
});

describe('a saved teacher', () => {
  const layers = mlpLayers(6);
  const teacher = network('network-2', layers, { role: 'teacher' });
  const weights = () =>
    new Map([
      ['dense-2/kernel', new Float32Array(64 * 6).fill(0.1)],
      ['dense-2/bias', new Float32Array(6)],
      ['logits/kernel', new Float32Array(60).fill(0.1)],
      ['logits/bias', new Float32Array(10)],
    ]);
  const taught = (hash: string): Plan => {
    const data = source();
    return plan(
      data,
      [
        network('network-1', mlpLayers(4)),
        { ...teacher, start: { kind: 'saved', sha256: hash, name: 'teacher.safetensors' } },
      ],
      [stage(data, { student: 'network-1', teacher: 'network-2' })],
    );
  };
  const model = { input: [8, 8, 1], classes: 10, layers };
  async function run(write: (path: string) => Promise<{ sha256: string }> | { sha256: string }) {
    const path = join(folderOf(), 'teacher.safetensors');
    const { sha256: hash } = await write(path);
    return runHere(taught(hash), { models: { [hash]: path } });
  }

  test('teaches', async () => {
    const { ending } = await run((path) => writeModel(path, { ...model, weights: weights() }));
    expect(ending.how).toBe('done');
  });

  test('is not at hand', async () => {
    expect(refusal(await runHere(taught('c'.repeat(64))))).toMatchObject({
      code: 'model-missing',
      at: 'network-2',
      message: expect.stringContaining('teacher.safetensors'),
    });
  });

  test('lacks a weight', async () => {
    const told = await run((path) => {
      const tensors = new Map(
        [...weights()].map(([name, values]) => [name, { shape: [values.length], values }]),
      );
      tensors.delete('logits/bias');
      const bytes = encodeSafetensors(tensors, {
        format: 'potstill-network',
        version: '1',
        network: JSON.stringify(model),
      });
      writeFileSync(path, bytes);
      return { sha256: sha256(bytes) };
    });
    expect(refusal(told).code).toBe('model-weights');
  });

  test('answers another number of classes', async () => {
    const seven = layers.map((it) => (it.kind === 'dense' && it.id === 'logits' ? { ...it, units: 7 } : it));
    const own = weights();
    own.set('logits/kernel', new Float32Array(42).fill(0.1));
    own.set('logits/bias', new Float32Array(7));
    const told = await run((path) =>
      writeModel(path, { input: [8, 8, 1], classes: 7, layers: seven, weights: own }),
    );
    expect(refusal(told)).toMatchObject({ code: 'model-weights', at: 'network-2' });
  });

  test('has other weights than those that were chosen', async () => {
    const path = join(folderOf(), 'teacher.safetensors');
    await writeModel(path, { ...model, weights: weights() });
    const wanted = 'd'.repeat(64);
    expect(refusal(await runHere(taught(wanted), { models: { [wanted]: path } })).code).toBe('model-changed');
  });

  test('holds a weight that is no number: its loss is named at the first step', async () => {
    const own = weights();
    own.get('logits/kernel')?.fill(Number.NaN, 0, 1);
    const told = await run((path) => writeModel(path, { ...model, weights: own }));
    expect(refusal(told)).toMatchObject({
      code: 'loss-not-finite',
      step: 1,
      message: expect.stringContaining('loss.tempered-softmax'),
    });
  });
});

describe('a log that cannot be written', () => {
  const full = () =>
    new ProblemError({
      code: 'disk-full',
      message: 'Could not write events.jsonl: the disk is full.',
      fix: 'Free some space and try again.',
    });

  test('at whatever event: the run ends there and says so', async () => {
    const of = distillation();
    const { events } = await runHere(of);
    for (let nth = 0; nth < events.length; nth += 5) {
      let told = 0;
      const watch = (): void => {
        told += 1;
        if (told === nth + 1) throw full();
      };
      const broken = await runHere(of, { watch });
      expect(broken.ending.how, `event ${nth}`).toBe('failed');
      expect(broken.of('problem')).toMatchObject([
        { code: 'disk-full', fix: 'Free some space and try again.' },
      ]);
    }
  });
});

test('a run folder in which no checkpoint can be made: the run ends and says so', async () => {
  const folder = folderOf();
  writeFileSync(join(folder, 'checkpoints'), 'a file stands here');
  const { ending, of } = await runHere(one(), { folder });
  expect(ending.how).toBe('failed');
  expect(of('problem')).toMatchObject([{ message: expect.stringContaining('stage-1-3') }]);
});
