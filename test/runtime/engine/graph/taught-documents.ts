import type { Document } from '../../../../src/pipeline/document.ts';
import { assistant, template, withParams } from '../../compile/templates.ts';
import { besideLabels, withLoss } from './loss-pipelines.ts';
import {
  between,
  DATA,
  instead,
  lenet,
  type Params,
  SHORT,
  small,
  TWENTY,
  taught,
  taughtByMaps,
  wire,
  withTeacher,
} from './small-documents.ts';

/** A student that begins with layers of its teacher, of which the first two thaw one after another. */
export const thawed = ((): Document => {
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
export const kept = ((): Document => {
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
export const grown = (params: Params): Document => {
  const larger = instead(taught, 'student-network', 'network.net2net', params);
  return {
    ...larger,
    wires: { ...larger.wires, grows: wire('teacher', 'model', 'student-network', 'model') },
  };
};

/** A student that learns from the mean of itself. */
export const followed = ((): Document => {
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

/** Two losses and a sum of them. */
export const weighed = ((): Document => {
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
export const projected = ((): Document => {
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

/** Maps before their ReLU; the teacher's are a normalization, whose weights say how low is low enough. */
export const overhauled = ((): Document => {
  const layers = { teacher: 'layer:stage3.block1.norm2', student: 'layer:max-pool-2' };
  const normed = instead(taught, 'teacher-network', 'network.resnet', { blocks: 1, width: 2 });
  const document = instead(normed, 'student-network', 'network.lenet', lenet);
  return besideLabels(
    withLoss(document, 'loss.ofd', (name) => ({ node: name, port: layers[name as keyof typeof layers] })),
  );
})();

/** A student with its teacher's classifier, which learns nothing but the map that this reads. */
export const reusing = ((): Document => {
  const through = between(taughtByMaps, ['student-network', 'network'], ['student', 'network'], {
    node: 'reused',
    type: 'network.simkd',
    ports: ['network', 'network'],
    params: { factor: 1 },
  });
  const layers = { teacher: 'layer:activation-2', student: 'layer:features' };
  const document = withLoss(through, 'loss.feature-distance', (name) => ({
    node: name,
    port: layers[name as keyof typeof layers],
  }));
  const wires = { ...document.wires, classifier: wire('teacher', 'model', 'reused', 'model') };
  return withParams({ ...document, wires }, 'distillation', { weight: 1 });
})();

/**
 * The same with a student of normalizations, beside labels. A LeNet's last bias has no gradient but rounding where the bottleneck's
 * normalization takes away what it adds.
 */
export const reusingLabelled = withParams(
  besideLabels(instead(reusing, 'student-network', 'network.resnet', { blocks: 1, width: 2 })),
  'student',
  { freeze: 'copied' },
);

/** An autoencoder in the middle of a teacher, which alone learns: the first of two trainings of a factor transfer. */
export const paraphrased = ((): Document => {
  const whole = instead(taughtByMaps, 'student-network', 'network.paraphraser');
  const layers = { teacher: 'layer:activation-2', student: 'layer:reconstruction' };
  const document = withLoss(whole, 'loss.feature-distance', (name) => ({
    node: name,
    port: layers[name as keyof typeof layers],
  }));
  const wires = { ...document.wires, told: wire('teacher', 'model', 'student-network', 'model') };
  return withParams({ ...document, wires }, 'student', { freeze: 'copied' });
})();

/** What was answered to each example is remembered, and told from what is answered now. */
export const remembered = withParams(withLoss(taught, 'loss.contrastive-memory'), 'distillation', {
  ...{ width: 8, negatives: 24 },
});

/** A LeeNet that goes on from its fused layer and a teacher's, learning by its own loss, whose layers a projector brings together. */
export const grafted = ((): Document => {
  // The teacher learns fast, so that what it says differs from the student by more than rounding.
  const fast = withParams(taught, 'teacher', { ...SHORT, learningRate: 0.05 });
  const document = instead(
    instead(fast, 'teacher-network', 'network.lenet', lenet),
    'student-network',
    'network.lee-net',
    { width: 0.5, selectFrom: 0.6 },
  );
  const loss = withParams(withLoss(document, 'loss.lee-net'), 'distillation', { temperature: 1 });
  const kept = Object.entries(loss.wires).filter(
    ([, { to }]) => to.node !== 'distillation' || ['labels', 'teacher'].includes(to.port),
  );
  const graft = { type: 'model.graft', version: 1, position: { x: 0, y: 0 }, params: { until: 0.6 } };
  return {
    ...loss,
    nodes: { ...loss.nodes, graft },
    wires: {
      ...Object.fromEntries(kept),
      'graft-student': wire('student', 'layer:fused', 'graft', 'student'),
      'graft-teacher': wire('teacher', 'layer:max-pool-2', 'graft', 'teacher'),
      'loss-student': wire('graft', 'logits', 'distillation', 'student'),
      'loss-studentLayer': wire('student', 'layer:fused', 'distillation', 'studentLayer'),
      'loss-teacherLayer': wire('teacher', 'layer:max-pool-2', 'distillation', 'teacherLayer'),
    },
  };
})();

/** The assistant's template, each of its three trainings a few steps long. */
export const chained = [
  ['teacher', SHORT],
  ['assistant-trainer', SHORT],
].reduce(
  (document, [node, params]) => withParams(document, node as string, params as Params),
  withTeacher(small(assistant())),
);

/** What two teachers say together, and from the teachers to the labels while training goes on. */
export const averaged = (params: Params): Document => {
  const one = between(taught, ['teacher', 'logits'], ['distillation', 'teacher'], {
    node: 'average',
    type: 'model.averaged-teachers',
    ports: ['teacher1', 'logits'],
    params,
  });
  const nodes = { ...one.nodes, second: one.nodes.teacher as Document['nodes'][string] };
  const wires = {
    ...one.wires,
    'second-network': wire('teacher-network', 'network', 'second', 'network'),
    'second-data': wire('transform', 'data', 'second', 'data'),
    'second-average': wire('second', 'logits', 'average', 'teacher2'),
  };
  return withParams({ ...one, nodes, wires }, 'second', { seed: 2 });
};
/** Two teachers that went on from a third; the mean of their weights teaches, and the student begins with it. */
export const souped = (params: Params): Document => {
  const { teacher } = taught.nodes as { teacher: Document['nodes'][string] };
  const node = (type: string, own: Params = {}) =>
    ({ type, version: 1, position: { x: 0, y: 0 }, params: own }) as Document['nodes'][string];
  const going = (id: string, seed: number) => ({
    ...teacher,
    params: { ...teacher.params, ...SHORT, seed, learningRate: 0.01 },
    title: id,
  });
  const wires = Object.entries(taught.wires).filter(
    ([, { from, to }]) =>
      from.node !== 'student-network' && (from.node !== 'teacher' || to.node !== 'distillation'),
  );
  const into = (id: string) => ({
    [`${id}-network`]: wire('copied', 'network', id, 'network'),
    [`${id}-data`]: wire('transform', 'data', id, 'data'),
  });
  return {
    ...taught,
    nodes: {
      ...taught.nodes,
      copied: node('network.copied-layers'),
      one: going('one', 2),
      two: going('two', 3),
      mean: node('model.averaged-weights', params),
      said: node('model.teacher', { weights: 'wire' }),
    },
    wires: {
      ...Object.fromEntries(wires),
      'copied-network': wire('teacher-network', 'network', 'copied', 'network'),
      'copied-model': wire('teacher', 'model', 'copied', 'model'),
      ...into('one'),
      ...into('two'),
      'mean-one': wire('one', 'model', 'mean', 'model1'),
      'mean-two': wire('two', 'model', 'mean', 'model2'),
      'said-model': wire('mean', 'model', 'said', 'model'),
      'said-data': wire('transform', 'data', 'said', 'data'),
      'said-distillation': wire('said', 'logits', 'distillation', 'teacher'),
      'mean-student': wire('mean', 'network', 'student', 'network'),
    },
  };
};

/** What a teacher says with another one as its assistant. */
export const assisted = ((): Document => {
  const { nodes, wires } = averaged({});
  const gone = Object.entries(wires).filter(
    ([, { from, to }]) => from.node !== 'average' && to.node !== 'average',
  );
  const { average: _, ...others } = nodes;
  const together = { type: 'model.assisted', version: 1, position: { x: 0, y: 0 }, params: {} };
  return {
    ...taught,
    nodes: { ...others, together },
    wires: {
      ...Object.fromEntries(gone),
      student: wire('teacher', 'model', 'together', 'student'),
      assistant: wire('second', 'model', 'together', 'assistant'),
      teaches: wire('together', 'logits', 'distillation', 'teacher'),
    },
  };
})();

export const annealed = ((): Document => {
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

/** A student that is taught, and one of another task that shares its trunk and learns from labels: trained in turns. */
export const turned = (trunk: Params = {}, trainer: Params = {}): Document => {
  const node = (type: string, params: Params = {}) =>
    ({ type, version: 1, position: { x: 0, y: 0 }, params }) as Document['nodes'][string];
  const joint = instead(taught, 'trainer', 'training.multi-task', { ...TWENTY, ...trainer });
  const wires = Object.entries(joint.wires).filter(
    ([, { from, to }]) => from.node !== 'trainer' && (to.node !== 'trainer' || to.port === 'optimizer'),
  );
  return {
    ...joint,
    nodes: {
      ...joint.nodes,
      clothes: node('data.fashion-mnist', { ...DATA, trainExamples: 45 }),
      trunk: node('network.shared-trunk', trunk),
      other: node('model.student'),
      hard: node('loss.cross-entropy'),
      second: node('result.evaluation'),
    },
    wires: {
      ...Object.fromEntries(wires),
      'trunk-student': wire('student', 'logits', 'trunk', 'student'),
      'other-network': wire('trunk', 'network', 'other', 'network'),
      'other-data': wire('clothes', 'data', 'other', 'data'),
      'hard-student': wire('other', 'logits', 'hard', 'student'),
      'hard-labels': wire('clothes', 'data', 'hard', 'labels'),
      'task-1': wire('distillation', 'loss', 'trainer', 'task1'),
      'task-2': wire('hard', 'loss', 'trainer', 'task2'),
      'first-model': wire('trainer', 'model1', 'evaluation', 'model'),
      'second-model': wire('trainer', 'model2', 'second', 'model'),
      'saved-model': wire('trainer', 'model2', 'save', 'model'),
    },
  };
};

/** A student and its teacher as a system of two. */
export const routed = ((): Document => {
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
export const compared = ((): Document => {
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
