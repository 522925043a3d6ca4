import type { Document } from '../../../../src/pipeline/document.ts';
import { drawn, type Nodes } from '../../compile/drawn.ts';
import { template, withParams } from '../../compile/templates.ts';
import { between, DATA, type Params, SHORT, TWENTY, taught, wire } from './small-documents.ts';

const small = (document: Document, params: Readonly<Record<string, Params>>): Document =>
  Object.entries(params).reduce((of, [node, own]) => withParams(of, node, own), document);

/** Two students that teach each other, one of them saved. */
export const mutual: Document = small(template('mutual-learning-fashion-mnist'), {
  'fashion-mnist': DATA,
  trainer: { ...TWENTY, baseline: false },
  'first-network': { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 },
  'second-network': { hidden: [12] },
});

/** A network of maps that is its own teacher, by exits at two layers. */
export const selfTaught: Document = drawn(
  {
    mnist: ['data.mnist', DATA],
    transform: ['data.image-transform'],
    network: ['network.lenet', { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 }],
    student: ['model.student'],
    own: ['loss.self-distillation', { features: 0.5 }],
    optimizer: ['optimizer.adam', { learningRate: 0.005 }],
    trainer: ['training.trainer', TWENTY],
    evaluation: ['result.evaluation'],
  },
  [
    'mnist.data > transform.data',
    'network.network > student.network',
    'transform.data > student.data',
    'student.logits > own.student',
    'transform.data > own.labels',
    'student.layer:max-pool-1 > own.shallow1',
    'student.layer:activation-1 > own.shallow2',
    'student.layer:conv2d-2 > own.deep',
    'own.loss > trainer.loss',
    'optimizer.optimizer > trainer.optimizer',
    'trainer.model > evaluation.model',
  ],
);

/** A network whose answers to images of one class come near to each other, beside the labels. */
export const likeWithinClass: Document = drawn(
  {
    mnist: ['data.mnist', DATA],
    transform: ['data.image-transform'],
    network: ['network.mlp', { hidden: [12] }],
    student: ['model.student'],
    labelled: ['loss.cross-entropy'],
    own: ['loss.class-wise'],
    sum: ['loss.weighted-sum'],
    optimizer: ['optimizer.adam'],
    trainer: ['training.trainer', TWENTY],
  },
  [
    'mnist.data > transform.data',
    'network.network > student.network',
    'transform.data > student.data',
    'student.logits > labelled.student',
    'transform.data > labelled.labels',
    'student.logits > own.student',
    'transform.data > own.labels',
    'labelled.loss > sum.first',
    'own.loss > sum.second',
    'sum.loss > trainer.loss',
    'optimizer.optimizer > trainer.optimizer',
  ],
);

/** A student whose weights are drawn as its teacher's are spread. */
export const schemed: Document = ((): Document => {
  const { nodes, wires } = between(taught, ['student-network', 'network'], ['student', 'network'], {
    node: 'scheme',
    type: 'network.teacher-scheme',
    ports: ['network', 'network'],
    params: {},
  });
  return { ...taught, nodes, wires: { ...wires, model: wire('teacher', 'model', 'scheme', 'model') } };
})();

const lenets = { firstFilters: 2, secondFilters: 3, kernel: '3', dense: 8 };
const FEED = [
  'mnist.data > transform.data',
  'teacher-network.network > teacher.network',
  'transform.data > teacher.data',
  'transform.data > student.data',
  'student.logits > labelled.student',
  'transform.data > labelled.labels',
  'labelled.loss > trainer.loss',
  'optimizer.optimizer > trainer.optimizer',
  'trainer.model > evaluation.model',
  'teacher.model > evaluation.teacher',
];
const COMMON: Nodes = {
  mnist: ['data.mnist', DATA],
  transform: ['data.image-transform'],
  'teacher-network': ['network.lenet', lenets],
  teacher: ['model.teacher', { epochs: 4, batch: 14, learningRate: 0.01 }],
  student: ['model.student', { freeze: 'copied' }],
  labelled: ['loss.cross-entropy'],
  optimizer: ['optimizer.adam', { learningRate: 0.01 }],
  trainer: ['training.trainer', TWENTY],
  evaluation: ['result.evaluation'],
};

/** A student that is its teacher up to the first activation, and a perceptron behind. */
export const truncated: Document = drawn(
  {
    ...COMMON,
    cut: ['network.truncated', { layer: 'activation-1' }],
    rest: ['network.mlp', { hidden: [7] }],
  },
  [...FEED, 'teacher.model > cut.model', 'rest.network > cut.rest', 'cut.network > student.network'],
);

/** A student that reads its teacher's first features beside its own. */
export const concatenated: Document = drawn(
  {
    ...COMMON,
    'student-network': ['network.lenet', { ...lenets, firstFilters: 3 }],
    beside: ['network.feature-concatenation', { layer: 'activation-1', teacherLayer: 'activation-1' }],
  },
  [
    ...FEED,
    'student-network.network > beside.network',
    'teacher.model > beside.model',
    'beside.network > student.network',
  ],
);

/** A residual student whose stages take the place of its teacher's, logits included. */
export const replaced: Document = drawn(
  {
    ...COMMON,
    'teacher-network': ['network.resnet', { blocks: 2, width: 2 }],
    'student-network': ['network.resnet', { blocks: 1, width: 2 }],
    student: ['model.student'],
    theseus: ['model.theseus'],
  },
  [
    ...FEED.filter((it) => !it.startsWith('student.logits')),
    'student-network.network > student.network',
    'student.layer:stage1.block1.relu2 > theseus.student1',
    'teacher.layer:stage1.block2.relu2 > theseus.teacher1',
    'student.layer:stage2.block1.relu2 > theseus.student2',
    'teacher.layer:stage2.block2.relu2 > theseus.teacher2',
    'student.logits > theseus.student3',
    'teacher.logits > theseus.teacher3',
    'theseus.logits > labelled.student',
  ],
);

/** A student that learns from a model that is made of two. */
export const committee: Document = drawn(
  {
    ...COMMON,
    'teacher-network': ['network.mlp', { hidden: [16] }],
    teacher: ['model.teacher', SHORT],
    second: ['model.teacher', { ...SHORT, seed: 2 }],
    ensemble: ['model.ensemble'],
    both: ['model.teacher', { weights: 'wire' }],
    'student-network': ['network.mlp', { hidden: [12] }],
    student: ['model.student'],
    soft: ['loss.tempered-softmax', { alpha: 0.5 }],
    'both-evaluation': ['result.evaluation'],
  },
  [
    ...FEED.filter((it) => !/labelled|teacher.model/.test(it)),
    'teacher-network.network > second.network',
    'transform.data > second.data',
    'teacher.model > ensemble.model1',
    'second.model > ensemble.model2',
    'ensemble.model > both.model',
    'transform.data > both.data',
    'student-network.network > student.network',
    'student.logits > soft.student',
    'both.logits > soft.teacher',
    'transform.data > soft.labels',
    'soft.loss > trainer.loss',
    'both.model > evaluation.teacher',
    'ensemble.model > both-evaluation.model',
    'teacher.model > both-evaluation.teacher',
  ],
);

/** A hint, whose gates are pressed, and a student that goes on without the channels that they closed. */
export const closing: Document = drawn(
  {
    mnist: ['data.mnist', DATA],
    transform: ['data.image-transform'],
    'teacher-network': ['network.lenet', { ...lenets, kernel: '5' }],
    teacher: ['model.teacher', { epochs: 4, batch: 14, learningRate: 0.01 }],
    'student-network': ['network.lenet', { ...lenets, secondFilters: 6 }],
    guided: ['model.student'],
    hint: ['loss.hint', { gatePressure: 300 }],
    fast: ['optimizer.adam', { learningRate: 0.01 }],
    'hint-trainer': ['training.trainer', { ...TWENTY, epochs: 6 }],
    closed: ['network.closed-channels', { limit: 0.3 }],
    student: ['model.student'],
    labelled: ['loss.cross-entropy'],
    trainer: ['training.trainer', TWENTY],
    evaluation: ['result.evaluation'],
    saved: ['result.save-model', { name: 'small' }],
  },
  [
    'mnist.data > transform.data',
    'teacher-network.network > teacher.network',
    'transform.data > teacher.data',
    'student-network.network > guided.network',
    'transform.data > guided.data',
    'guided.layer:activation-2 > hint.student',
    'teacher.layer:activation-2 > hint.teacher',
    'hint.loss > hint-trainer.loss',
    'fast.optimizer > hint-trainer.optimizer',
    'hint-trainer.model > closed.model',
    'closed.network > student.network',
    'transform.data > student.data',
    'student.logits > labelled.student',
    'transform.data > labelled.labels',
    'labelled.loss > trainer.loss',
    'fast.optimizer > trainer.optimizer',
    'trainer.model > evaluation.model',
    'trainer.model > saved.model',
  ],
);
