import type { Document } from '../../../../src/pipeline/document.ts';
import type { Plan, Source } from '../../../../src/plan/plan.ts';
import { assistant, dataNodes, planOf, starter, template, withParams } from '../../compile/templates.ts';
import { sha256 } from '../patterns.ts';
import { source } from '../plans.ts';
import { STORED, TEXT_PATTERNS } from '../text-patterns.ts';
import { lossPipelines, withLoss } from './loss-pipelines.ts';
import { textPipelines } from './text-pipelines.ts';

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
/** Both in the LeNet style, the teacher with larger kernels: as many maps. */
const taughtByMaps = instead(
  instead(taught, 'teacher-network', 'network.lenet', { ...lenet, kernel: '5' }),
  'student-network',
  'network.lenet',
  lenet,
);
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

/** A student that grew out of its teacher. */
const grown = (params: Params): Document => {
  const larger = instead(taught, 'student-network', 'network.net2net', params);
  return {
    ...larger,
    wires: { ...larger.wires, grows: wire('teacher', 'model', 'student-network', 'model') },
  };
};

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

/** Texts in the place of images: a transformer reads them, with some of their tokens hidden. */
const reading = instead(
  instead(instead(student, 'mnist', 'data.imdb', { ...DATA, length: 10 }), 'transform', 'data.mask-tokens', {
    share: 0.3,
  }),
  'student-network',
  'network.transformer',
  { units: 8, heads: 2, feedForward: 12, blocks: 2, dropout: 0.2, languageHead: true },
);

/** A teacher and a student that read such texts. The teacher learns fast, so that there is something to learn from it: where
 * both say nearly the same, what is left of their difference is rounding. */
const taughtToRead = ['teacher-network', 'student-network'].reduce(
  (document, node) =>
    instead(document, node, 'network.transformer', {
      units: 8,
      heads: 2,
      feedForward: 12,
      blocks: 2,
      languageHead: true,
    }),
  instead(
    instead(withParams(taught, 'teacher', { ...SHORT, learningRate: 0.05 }), 'mnist', 'data.imdb', {
      ...DATA,
      length: 10,
    }),
    'transform',
    'data.mask-tokens',
    {
      share: 0.3,
    },
  ),
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

/** A layer of the student that is mapped before it is compared. */
const projected = ((): Document => {
  const mapped = between(
    withLoss(taught, 'loss.feature-distance'),
    ['student', 'logits'],
    ['distillation', 'student'],
    {
      node: 'projector',
      type: 'model.projector',
      ports: ['student', 'projected'],
      params: { map: 'perceptron' },
    },
  );
  const like = { from: { node: 'teacher', port: 'logits' }, to: { node: 'projector', port: 'like' } };
  return { ...mapped, wires: { ...mapped.wires, like } };
})();

/** A LeeNet that goes on from its fused layer and a teacher's, learning by its own loss, whose layers a projector brings together. */
const grafted = ((): Document => {
  // The teacher learns fast, so that what it says differs from the student by more than rounding.
  const fast = withParams(taught, 'teacher', { ...SHORT, learningRate: 0.05 });
  const document = instead(
    instead(fast, 'teacher-network', 'network.lenet', lenet),
    'student-network',
    'network.lee-net',
    { width: 0.5, selectFrom: 0.6 },
  );
  const loss = withParams(withLoss(document, 'loss.lee-net'), 'distillation', { temperature: 1 });
  const join = (from: string, output: string, to: string, input: string) => ({
    from: { node: from, port: output },
    to: { node: to, port: input },
  });
  const kept = Object.entries(loss.wires).filter(
    ([, { to }]) => to.node !== 'distillation' || ['labels', 'teacher'].includes(to.port),
  );
  const graft = { type: 'model.graft', version: 1, position: { x: 0, y: 0 }, params: { until: 0.6 } };
  return {
    ...loss,
    nodes: { ...loss.nodes, graft },
    wires: {
      ...Object.fromEntries(kept),
      'graft-student': join('student', 'layer:fused', 'graft', 'student'),
      'graft-teacher': join('teacher', 'layer:max-pool-2', 'graft', 'teacher'),
      'loss-student': join('graft', 'logits', 'distillation', 'student'),
      'loss-studentLayer': join('student', 'layer:fused', 'distillation', 'studentLayer'),
      'loss-teacherLayer': join('teacher', 'layer:max-pool-2', 'distillation', 'teacherLayer'),
    },
  };
})();

/** The assistant's template, each of its three trainings a few steps long. */
const chained = [
  ['teacher', SHORT],
  ['assistant-trainer', SHORT],
].reduce(
  (document, [node, params]) => withParams(document, node as string, params as Params),
  withTeacher(small(assistant())),
);

/** What two teachers say together, and from the teachers to the labels while training goes on. */
const averaged = (params: Params): Document => {
  const one = between(taught, ['teacher', 'logits'], ['distillation', 'teacher'], {
    node: 'average',
    type: 'model.averaged-teachers',
    ports: ['teacher1', 'logits'],
    params,
  });
  const nodes = { ...one.nodes, second: one.nodes.teacher as Document['nodes'][string] };
  const join = (from: string, output: string, to: string, input: string) => ({
    from: { node: from, port: output },
    to: { node: to, port: input },
  });
  const wires = {
    ...one.wires,
    'second-network': join('teacher-network', 'network', 'second', 'network'),
    'second-data': join('transform', 'data', 'second', 'data'),
    'second-average': join('second', 'logits', 'average', 'teacher2'),
  };
  return withParams({ ...one, nodes, wires }, 'second', { seed: 2 });
};
const annealed = ((): Document => {
  const { nodes, wires } = averaged({ average: 'logits' });
  const [sum, hard] = [
    { type: 'loss.annealed-sum', version: 1, position: { x: 0, y: 0 }, params: { from: 0.1, over: 0.7 } },
    { type: 'loss.cross-entropy', version: 1, position: { x: 0, y: 0 }, params: {} },
  ];
  const into = Object.entries(wires).filter(([, { to }]) => to.node !== 'trainer' || to.port !== 'loss');
  return {
    ...taught,
    nodes: { ...nodes, sum, hard },
    wires: {
      ...Object.fromEntries(into),
      'hard-student': { from: { node: 'student', port: 'logits' }, to: { node: 'hard', port: 'student' } },
      'hard-labels': { from: { node: 'transform', port: 'data' }, to: { node: 'hard', port: 'labels' } },
      'hard-sum': { from: { node: 'hard', port: 'loss' }, to: { node: 'sum', port: 'first' } },
      'soft-sum': { from: { node: 'distillation', port: 'loss' }, to: { node: 'sum', port: 'second' } },
      'sum-trainer': { from: { node: 'sum', port: 'loss' }, to: { node: 'trainer', port: 'loss' } },
    },
  };
})();

/** A student and its teacher as a system of two. */
const routed = ((): Document => {
  const join = (from: string, to: string) => ({
    from: { node: from, port: 'model' },
    to: { node: 'router', port: to },
  });
  const router = { type: 'result.router', version: 1, position: { x: 0, y: 0 }, params: {} };
  const wires = {
    ...taught.wires,
    'one-router': join('trainer', 'task1'),
    'two-router': join('teacher', 'task2'),
  };
  return { ...taught, nodes: { ...taught.nodes, router }, wires };
})();

/** Two methods and the student alone, with two seeds each. */
const compared = ((): Document => {
  const document = [
    ['teacher', SHORT],
    ['shoot-out', { ...TWENTY, seeds: 2 }],
    ['student-network', { hidden: [12] }],
    ['mnist', DATA],
  ].reduce(
    (of, [node, params]) => withParams(of, node as string, params as Params),
    withTeacher(template('shoot-out-mnist')),
  );
  const kept = Object.entries(document.wires).filter(
    ([, { to }]) => to.node !== 'shoot-out' || ['loss1', 'loss4', 'optimizer'].includes(to.port),
  );
  return { ...document, wires: Object.fromEntries(kept) };
})();

/** Those that are written out; a loss needs to stand here only where its defaults leave something of it unused. */
const WRITTEN: Readonly<Record<string, readonly Document[]>> = {
  'data.cifar-10': [coloured],
  'data.fashion-mnist': [clothes],
  'data.image-transform': [moved, smoothed],
  'data.imdb': [reading],
  'data.mask-tokens': [reading],
  'data.mnist': [plain],
  'data.split': [held],
  'loss.annealed-sum': [annealed],
  'loss.cross-entropy': [smoothed],
  'loss.lee-net': [grafted],
  'loss.tempered-softmax': [
    taught,
    withParams(taught, 'distillation', { alpha: 1, temperature: 0.5, scaleT2: false }),
    withParams(taught, 'distillation', { course: 'linear', temperature: 6, endTemperature: 2 }),
    withParams(taught, 'distillation', { course: 'flsw', power: 1.5, separate: true, teacherTemperature: 2 }),
    withParams(taught, 'distillation', { course: 'cwsm', strength: 2, scaleT2: false }),
  ],
  'loss.weight-distance': [kept],
  'loss.weighted-sum': [weighed],
  'model.averaged-teachers': [averaged({ temperature: 4 }), annealed],
  'model.graft': [grafted],
  'model.mean-teacher': [followed],
  'model.projector': [projected],
  'model.student': [plain, thawed],
  'model.teacher': [taught, chained],
  'network.copied-layers': [thawed],
  'network.lee-net': [
    network('lee-net', { width: 0.5 }),
    network('lee-net', { pool: 'max', selectFrom: 0.3 }),
  ],
  'network.net2net': [
    grown({ widen: 1.5, deepen: 'residual', noise: 0.1 }),
    grown({ widen: 2, deepen: 'identity', noise: 0.1 }),
  ],
  'network.lenet': [network('lenet', { ...lenet, dropout: 0.3 })],
  'network.mlp': [network('mlp', { hidden: [12, 8], activation: 'tanh', dropout: 0.3 })],
  'network.resnet': [network('resnet', { blocks: 1, width: 2 })],
  'network.transformer': [
    reading,
    withParams(reading, 'student-network', { pool: 'first', languageHead: false, dropout: 0 }),
  ],
  'optimizer.adam': [plain, clothes],
  'optimizer.adamw': [held, smoothed],
  'optimizer.sgd': [coloured, moved],
  'result.evaluation': [taught],
  'result.leaderboard': [compared],
  'result.router': [routed],
  'result.save-model': [taught],
  'schedule.constant': [clothes],
  'schedule.cosine': [plain],
  'schedule.step': [coloured],
  'schedule.warm-up': [held],
  'training.shoot-out': [compared],
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

const LISTED = { ...WRITTEN, ...textPipelines(taughtToRead) };

/** Pipelines by the type of node that they are there for: each holds one. */
export const PIPELINES: Readonly<Record<string, readonly Document[]>> = {
  ...LISTED,
  ...lossPipelines(taught, taughtByMaps, LISTED),
};

const onImages = (plan: Plan, change: (of: Source) => Source): Plan => {
  const data = plan.data.map(change);
  return {
    ...plan,
    data,
    networks: plan.networks.map((it) =>
      it.role === 'projector' ? it : { ...it, input: data[0]?.shape ?? [] },
    ),
  };
};

/** The patterns in the place of a source's own files. */
function patternsFor(own: Source): Source {
  if (!own.tokens) return { ...own, set: source().set, files: source().files, shape: source().shape };
  const files = Object.fromEntries([...TEXT_PATTERNS].map(([name, bytes]) => [name, sha256(bytes)]));
  return { ...own, set: 'text-patterns', files, tokens: { ...own.tokens, stored: STORED } };
}

/** A network of each kind as small as it can be and still learn. */
const NARROW: Readonly<Record<string, Record<string, unknown>>> = {
  'network.lenet': lenet,
  'network.transformer': { units: 8, heads: 2, feedForward: 12 },
};

/** What a pipeline comes to, on images of 12×12; texts stay as they are. */
export const smallPlan = (document: Document): Plan =>
  onImages(planOf(document).plan, (it) => (it.tokens ? it : { ...it, shape: [12, 12, it.shape[2] ?? 1] }));

/** What a template comes to, with few filters, its trainings a few steps long and on the patterns. */
export function onPatterns(document: Document): Plan {
  const trainers = Object.entries(document.nodes).filter(([, it]) =>
    ['training.trainer', 'training.shoot-out', 'model.teacher'].includes(it.type),
  );
  const narrow = ['teacher-network', 'student-network'].reduce((of, node) => {
    const type = of.nodes[node]?.type ?? '';
    const changed = type === 'network.lenet' && node !== 'teacher-network' ? undefined : NARROW[type];
    return changed ? withParams(of, node, changed) : of;
  }, document);
  const short = trainers.reduce((of, [node]) => withParams(of, node, { epochs: 1, batch: 20 }), narrow);
  const small = dataNodes(short).reduce(
    (of, node) =>
      withParams(of, node, {
        trainExamples: 96,
        testExamples: 64,
        ...(of.nodes[node]?.type === 'data.imdb' && { length: 10 }),
      }),
    short,
  );
  return onImages(planOf(small).plan, patternsFor);
}
