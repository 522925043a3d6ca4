import type { Layer } from '../../../src/plan/layers.ts';
import type { Network, Output, Plan, Source, Stage, Term } from '../../../src/plan/plan.ts';
import { CLASSES, PATTERNS, SIDE, sha256 } from './patterns.ts';

const INPUT = [SIDE, SIDE, 1];

export const source = (changes: Partial<Source> = {}): Source => ({
  id: 'source-1',
  set: 'patterns',
  files: Object.fromEntries([...PATTERNS].map(([name, bytes]) => [name, sha256(bytes)])),
  shape: INPUT,
  classes: CLASSES,
  counts: { train: 96, validation: 0, test: 64 },
  splitSeed: 1,
  transform: [
    { kind: 'scale', by: 1 / 255, add: 0 },
    { kind: 'normalise', mean: 0.3, deviation: 0.3 },
  ],
  keep: 'device',
  ...changes,
});

type Loose = Layer extends infer L
  ? L extends Layer
    ? Omit<L, 'id' | 'from'> & { from?: string[] }
    : never
  : never;

/** Layers one after another, named by kind and number; the last is called `logits`. */
export function chain(layers: readonly Loose[]): Layer[] {
  let from = 'input';
  return layers.map((layer, at) => {
    const id = at === layers.length - 1 ? 'logits' : `${layer.kind}-${at + 1}`;
    const made = { ...layer, id, from: layer.from ?? [from] } as Layer;
    from = id;
    return made;
  });
}

const relu = { kind: 'activation', function: 'relu' } as const;

export const mlpLayers = (...hidden: number[]): Layer[] =>
  chain([
    { kind: 'flatten' },
    ...hidden.flatMap((units) => [{ kind: 'dense', units } as const, relu]),
    { kind: 'dense', units: CLASSES },
  ]);

export const lenetLayers = (first = 16, second = 32, dense = 128): Layer[] =>
  chain([
    ...[first, second].flatMap((filters) => [
      { kind: 'conv2d', filters, kernel: 5, stride: 1, padding: 'same', bias: true } as const,
      relu,
      { kind: 'max-pool', size: 2, stride: 2 } as const,
    ]),
    { kind: 'flatten' },
    { kind: 'dense', units: dense },
    relu,
    { kind: 'dense', units: CLASSES },
  ]);

export const network = (id: string, layers: Layer[], changes: Partial<Network> = {}): Network => ({
  id,
  role: 'student',
  input: INPUT,
  classes: CLASSES,
  layers,
  start: { kind: 'fresh', stream: `weights-${id}` },
  ...changes,
});

export const adam = (rate: number): Stage['optimizer'] => ({
  id: 'optimizer-1',
  op: 'optimizer.adam',
  args: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  rate,
  schedule: { op: 'schedule.cosine', args: { floor: 0 } },
});

const crossEntropy = (id: string, student: string): Term => ({
  id,
  op: 'loss.cross-entropy',
  in: { student, labels: 'labels' },
  args: { smoothing: 0 },
});

/** Trains one network on the labels, or on a frozen teacher as well. Steps follow from data and batch. */
export function stage(
  data: Source,
  { id = 'stage-1', student, teacher, ...changes }: { student: string; teacher?: string } & Partial<Stage>,
): Stage {
  const epochs = changes.epochs ?? 2;
  const batch = changes.batch ?? 32;
  const number = id.split('-')[1];
  const tap = (at: number, of: string) => ({
    id: `tap-${number}${at}`,
    network: of,
    layer: 'logits',
    source: data.id,
    on: 'inputs',
    at: 'input',
  });
  const mine = tap(1, student);
  const hard = crossEntropy(`term-${number}1`, mine.id);
  const taught = teacher
    ? [
        {
          id: `term-${number}2`,
          op: 'loss.tempered-softmax',
          in: { student: mine.id, teacher: tap(2, teacher).id },
          args: { temperature: 4, scale: true },
        },
        {
          id: `term-${number}3`,
          op: 'loss.weighted-sum',
          in: { first: hard.id, second: `term-${number}2` },
          args: { weights: [0.1, 0.9] },
        },
      ]
    : [];
  return {
    id,
    epochs,
    batch,
    steps: epochs * Math.ceil(data.counts.train / batch),
    seed: 1,
    read: data.id,
    train: [student],
    projectors: [],
    taps: [mine, ...(teacher ? [tap(2, teacher)] : [])],
    terms: [hard, ...taught],
    total: taught.at(-1)?.id ?? hard.id,
    optimizer: adam(0.002),
    clip: null,
    evaluate: 'test',
    baselineOf: null,
    cache: null,
    balance: null,
    ...changes,
  };
}

/** An engine of which nothing more is asked. */
export const engineOf = (kind: Plan['engine']['kind']): Plan['engine'] => ({
  kind,
  precision: 'float32',
  tf32: true,
  device: 'auto',
});

export const plan = (
  data: Source,
  networks: Network[],
  stages: Stage[],
  outputs: Output[] = [],
  kind: Plan['engine']['kind'] = 'cpu',
): Plan => ({
  format: 1,
  engine: engineOf(kind),
  data: [data],
  networks,
  stages,
  outputs,
});

/** A network that is measured on the test part. */
export const measured = (
  data: Source,
  id: string,
  network: string,
  teacher: string | null = null,
): Output => ({ id, kind: 'evaluation', network, source: data.id, part: 'test', teacher });

/** Teacher, student and the same student alone, with every kind of output. */
export function distillation(kind: Plan['engine']['kind'] = 'cpu'): Plan {
  const data = source();
  const student = { layers: mlpLayers(16), start: { kind: 'fresh', stream: 'weights-1' } } as const;
  return plan(
    data,
    [
      network('network-1', student.layers, { start: student.start }),
      network('network-2', mlpLayers(32), { role: 'teacher' }),
      network('network-3', student.layers, { start: student.start, role: 'baseline' }),
    ],
    [
      stage(data, { id: 'stage-1', student: 'network-2' }),
      stage(data, { id: 'stage-2', student: 'network-1', teacher: 'network-2' }),
      stage(data, { id: 'stage-3', student: 'network-3', baselineOf: 'stage-2' }),
    ],
    [
      ...['network-2', 'network-1', 'network-3'].map((id, at) =>
        measured(data, `output-${at + 1}`, id, id === 'network-2' ? null : 'network-2'),
      ),
      { id: 'output-4', kind: 'saved-model', network: 'network-1', name: 'student' },
    ],
    kind,
  );
}

/**
 * Two tasks that share nothing, each with two teachers and a student that hears both, one of them with dropout; a
 * student alone; and one that learns from the student of the first task.
 */
export function twoTasks(kind: Plan['engine']['kind'] = 'cpu'): Plan {
  const data = source();
  const drops = chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 12 },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: CLASSES },
  ]);
  const taught = (id: string, student: string, first: string, second: string): Stage => {
    const of = stage(data, { id, student, teacher: first });
    const number = id.split('-')[1];
    const other = { ...(of.taps[1] as Stage['taps'][number]), id: `tap-${number}3`, network: second };
    const term = {
      id: `term-${number}4`,
      op: 'loss.tempered-softmax',
      in: { student: `tap-${number}1`, teacher: other.id },
      args: { temperature: 2, scale: true },
    };
    const total = {
      id: `term-${number}5`,
      op: 'loss.weighted-sum',
      in: { first: of.total, second: term.id },
      args: { weights: [0.6, 0.4] },
    };
    return { ...of, taps: [...of.taps, other], terms: [...of.terms, term, total], total: total.id };
  };
  const epochs = kind === 'tensorflow' ? 6 : 3;
  const longer = (of: Stage): Stage => ({ ...of, epochs, batch: 8, steps: epochs * 12 });
  const alone = (id: string, student: string, more: Partial<Stage> = {}) =>
    stage(data, { id, student, ...more });
  const teacher = { role: 'teacher' } as const;
  const whole = plan(
    data,
    [
      network('network-1', mlpLayers(24), teacher),
      network('network-2', mlpLayers(20), teacher),
      network('network-3', mlpLayers(8)),
      network('network-4', drops, teacher),
      network('network-5', mlpLayers(24), teacher),
      network('network-6', drops),
      network('network-7', drops, { role: 'baseline' }),
      network('network-8', mlpLayers(4)),
    ],
    [
      alone('stage-1', 'network-1'),
      alone('stage-2', 'network-2', { seed: 2 }),
      taught('stage-3', 'network-3', 'network-1', 'network-2'),
      alone('stage-4', 'network-4'),
      alone('stage-5', 'network-5', { seed: 3 }),
      taught('stage-6', 'network-6', 'network-4', 'network-5'),
      alone('stage-7', 'network-7', { baselineOf: 'stage-6' }),
      // It trains on what another stage began, which draws on from the same stream.
      alone('stage-8', 'network-6', { seed: 4 }),
      stage(data, { id: 'stage-9', student: 'network-8', teacher: 'network-3' }),
    ].map(longer),
    [
      ...[3, 6, 7, 8].map((number) =>
        measured(data, `output-${number}`, `network-${number}`, number === 7 ? 'network-5' : null),
      ),
      { id: 'output-1', kind: 'saved-model', network: 'network-3', name: 'one' },
      { id: 'output-2', kind: 'saved-model', network: 'network-6', name: 'two' },
    ],
    kind,
  );
  return whole;
}
