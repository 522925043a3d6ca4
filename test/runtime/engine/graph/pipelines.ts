import type { Document } from '../../../../src/pipeline/document.ts';
import type { Plan, Source } from '../../../../src/plan/plan.ts';
import { assistant, planOf, starter, template, withParams } from '../../compile/templates.ts';
import { source } from '../plans.ts';
import { lossPipelines } from './loss-pipelines.ts';

type Params = Record<string, unknown>;

/** Puts another node in the place of one, with the same wires. */
function instead(document: Document, node: string, type: string, params: Params = {}): Document {
  const old = document.nodes[node];
  if (!old) throw new Error(`no node ${node}`);
  const nodes = { ...document.nodes, [node]: { ...old, type, version: 1, params: {} } };
  return withParams({ ...document, nodes }, node, params);
}

/** Puts a new node into a wire: what went from `from` to `to` goes through it. */
function between(
  document: Document,
  [from, output]: readonly [string, string],
  [to, input]: readonly [string, string],
  {
    node,
    type,
    ports: [into, out],
    params,
  }: { node: string; type: string; ports: [string, string]; params: Params },
): Document {
  const wires = Object.fromEntries(
    Object.entries(document.wires).filter(([, it]) => it.to.node !== to || it.to.port !== input),
  );
  const position = { x: 0, y: 0 };
  return {
    ...document,
    nodes: {
      ...document.nodes,
      [node]: { type, version: 1, position, params: params as Document['nodes'][string]['params'] },
    },
    wires: {
      ...wires,
      [`into-${node}`]: { from: { node: from, port: output }, to: { node, port: into } },
      [`out-of-${node}`]: { from: { node, port: out }, to: { node: to, port: input } },
    },
  };
}

const DATA = { trainExamples: 70, testExamples: 20 };
/** Two epochs of ten batches. */
const TWENTY = { epochs: 2, batch: 7 };
const small = (document: Document): Document =>
  withParams(withParams(document, 'mnist', DATA), 'trainer', { ...TWENTY, baseline: false });

const student = small(template('student-alone-mnist'));
const aStudent = withParams(student, 'student-network', { hidden: [12] });
const lenet = { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 };
const SHORT = { epochs: 1, batch: 35 };
const withTeacher = (document: Document): Document =>
  instead(document, 'teacher-network', 'network.mlp', { hidden: [16] });
/** A teacher of two steps, and what it teaches. */
const taught = withParams(withParams(withTeacher(small(starter())), 'teacher', SHORT), 'student-network', {
  hidden: [12],
});
const wire = (from: string, output: string, to: string, input: string) => ({
  from: { node: from, port: output },
  to: { node: to, port: input },
});

/** A student that begins with layers of its teacher, of which the first two thaw one after another. */
const thawed = ((): Document => {
  const copied = between(taught, ['student-network', 'network'], ['student', 'network'], {
    node: 'copied',
    type: 'network.copied-layers',
    ports: ['network', 'network'],
    params: {},
  });
  const wires = { ...copied.wires, model: wire('teacher', 'model', 'copied', 'model') };
  return withParams(withParams({ ...copied, wires }, 'student-network', { hidden: [12, 9] }), 'student', {
    freeze: 'trunk',
    unfreeze: 'gradual',
    unfreezeFrom: 0.3,
    unfreezeTo: 0.6,
    unfreezeGroups: 2,
  });
})();

/** The same, kept near what it began with. */
const kept = ((): Document => {
  const summed = between(thawed, ['distillation', 'loss'], ['trainer', 'loss'], {
    node: 'sum',
    type: 'loss.weighted-sum',
    ports: ['first', 'loss'],
    params: {},
  });
  const near = between(summed, ['student', 'logits'], ['sum', 'second'], {
    node: 'near',
    type: 'loss.weight-distance',
    ports: ['student', 'loss'],
    params: { weight: 0.1 },
  });
  return near;
})();

/** A student that learns from the mean of itself. */
const followed = ((): Document => {
  const gone = ['teacher', 'teacher-network'];
  const nodes = Object.fromEntries(Object.entries(taught.nodes).filter(([id]) => !gone.includes(id)));
  const wires = Object.entries(taught.wires).filter(
    ([, it]) => !gone.includes(it.from.node) && !gone.includes(it.to.node),
  );
  return {
    ...taught,
    nodes: {
      ...nodes,
      mean: { type: 'model.mean-teacher', version: 1, position: { x: 0, y: 0 }, params: { decay: 0.7 } },
    },
    wires: {
      ...Object.fromEntries(wires),
      followed: wire('student', 'logits', 'mean', 'student'),
      taught: wire('mean', 'logits', 'distillation', 'teacher'),
      compared: wire('mean', 'model', 'evaluation', 'teacher'),
    },
  };
})();

const shifting = (document: Document): Document => withParams(document, 'transform', { shift: 2 });
const clipped = (document: Document): Document => withParams(document, 'trainer', { clip: 0.5 });
const optimized = (document: Document, name: string, params: Params): Document =>
  instead(document, 'optimizer', `optimizer.${name}`, { learningRate: 0.01, ...params });
const scheduled = (document: Document, name: string, params: Params = {}): Document =>
  instead(document, 'schedule', `schedule.${name}`, params);
const onSet = (name: string): Document => instead(aStudent, 'mnist', `data.${name}`, DATA);
const network = (name: string, params: Params): Document =>
  instead(student, 'student-network', `network.${name}`, params);

/* A student alone, each time of other data and by another optimizer and schedule. */
const plain = scheduled(aStudent, 'cosine', { floor: 0.1 });
const coloured = scheduled(optimized(onSet('cifar-10'), 'sgd', { momentum: 0, weightDecay: 0.1 }), 'step', {
  every: 0.3,
  by: 0.5,
});
const clothes = scheduled(
  clipped(
    optimized(onSet('fashion-mnist'), 'adam', { beta1: 0, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1 }),
  ),
  'constant',
);
const moved = clipped(
  optimized(shifting(aStudent), 'sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
);
const smoothed = clipped(
  optimized(
    withParams(withParams(aStudent, 'loss', { smoothing: 0.1 }), 'transform', {
      scale: 'symmetric',
      normalise: false,
    }),
    'adamw',
    { weightDecay: 0.5 },
  ),
);
const held = between(
  between(optimized(aStudent, 'adamw', { weightDecay: 0 }), ['mnist', 'data'], ['transform', 'data'], {
    node: 'split',
    type: 'data.split',
    ports: ['data', 'data'],
    params: { validation: 0.05 },
  }),
  ['schedule', 'schedule'],
  ['optimizer', 'schedule'],
  { node: 'warm-up', type: 'schedule.warm-up', ports: ['next', 'schedule'], params: { share: 0.5 } },
);

/** Two losses and a sum of them. */
const weighed = ((): Document => {
  const summed = between(taught, ['distillation', 'loss'], ['trainer', 'loss'], {
    node: 'sum',
    type: 'loss.weighted-sum',
    ports: ['first', 'loss'],
    params: { firstWeight: 0.7, secondWeight: 0.4 },
  });
  const labelled = between(summed, ['student', 'logits'], ['sum', 'second'], {
    node: 'hard',
    type: 'loss.cross-entropy',
    ports: ['student', 'loss'],
    params: { smoothing: 0.3 },
  });
  const labels = { from: { node: 'transform', port: 'data' }, to: { node: 'hard', port: 'labels' } };
  return { ...labelled, wires: { ...labelled.wires, labels } };
})();

/** The assistant's template, each of its three trainings a few steps long. */
const chained = [
  ['teacher', SHORT],
  ['assistant-trainer', SHORT],
].reduce(
  (document, [node, params]) => withParams(document, node as string, params as Params),
  withTeacher(small(assistant())),
);

/** Those that are written out; a loss needs to stand here only where its defaults leave something of it unused. */
const WRITTEN: Readonly<Record<string, readonly Document[]>> = {
  'data.cifar-10': [coloured],
  'data.fashion-mnist': [clothes],
  'data.image-transform': [moved, smoothed],
  'data.mnist': [plain],
  'data.split': [held],
  'loss.cross-entropy': [smoothed],
  'loss.tempered-softmax': [
    taught,
    withParams(taught, 'distillation', { alpha: 1, temperature: 0.5, scaleT2: false }),
  ],
  'loss.weight-distance': [kept],
  'loss.weighted-sum': [weighed],
  'model.mean-teacher': [followed],
  'model.student': [thawed],
  'model.teacher': [taught, chained],
  'network.copied-layers': [thawed],
  'network.lenet': [network('lenet', { ...lenet, dropout: 0.3 })],
  'network.mlp': [network('mlp', { hidden: [12, 8], activation: 'tanh', dropout: 0.3 })],
  'network.resnet': [network('resnet', { blocks: 1, width: 2 })],
  'optimizer.adam': [plain, clothes],
  'optimizer.adamw': [held, smoothed],
  'optimizer.sgd': [coloured, moved],
  'result.evaluation': [taught],
  'result.save-model': [taught],
  'schedule.constant': [clothes],
  'schedule.cosine': [plain],
  'schedule.step': [coloured],
  'schedule.warm-up': [held],
  'training.trainer': [
    withParams(shifting(taught), 'trainer', {
      epochs: 4,
      batch: 14,
      baseline: true,
      teacherCache: 'views',
      views: 2,
    }),
    withParams(shifting(taught), 'trainer', { teacherCache: 'each-step', data: 'stream' }),
  ],
};

/** Pipelines by the type of node that they are there for: each holds one. */
export const PIPELINES: Readonly<Record<string, readonly Document[]>> = {
  ...WRITTEN,
  ...lossPipelines(taught, WRITTEN),
};

const onImages = (plan: Plan, change: (of: Source) => Source): Plan => {
  const data = plan.data.map(change);
  return {
    ...plan,
    data,
    networks: plan.networks.map((it) => ({ ...it, input: data[0]?.shape ?? [] })),
  };
};

/** What a pipeline comes to, on images of 12×12. */
export const smallPlan = (document: Document): Plan =>
  onImages(planOf(document).plan, (it) => ({ ...it, shape: [12, 12, it.shape[2] ?? 1] }));

/** What a template comes to, with few filters, its trainings a few steps long and on the patterns. */
export function onPatterns(document: Document): Plan {
  const trainers = Object.entries(document.nodes).filter(([, it]) =>
    ['training.trainer', 'model.teacher'].includes(it.type),
  );
  const narrow = document.nodes['teacher-network']
    ? withParams(document, 'teacher-network', lenet)
    : document;
  const short = trainers.reduce((of, [node]) => withParams(of, node, { epochs: 1, batch: 20 }), narrow);
  const { set, files, shape } = source();
  const small = withParams(short, 'mnist', { trainExamples: 96, testExamples: 64 });
  return onImages(planOf(small).plan, (it) => ({ ...it, set, files, shape }));
}
