// What both sides do. The documents stand in bench/jobs; these figures go into them by --set, and to PyTorch
// as they are.

/**
 * @typedef {'float32' | 'bfloat16'} Precision
 *
 * @typedef {object} DataSet
 * @property {number[]} shape
 * @property {number} train examples, from the start of the file
 * @property {number} test
 * @property {number} mean
 * @property {number} deviation
 *
 * @typedef {object} Network
 * @property {string} title
 * @property {keyof typeof DATA} data
 * @property {number} batch
 * @property {string} alone document that trains it on the labels
 * @property {Record<string, number | number[]>} params of its network node
 * @property {{ kind: string } & Record<string, unknown>} torch kind and sizes, for bench/torch/networks.py
 * @property {number} epochs that it learns for where it is a teacher: long enough to answer, no longer
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} title
 * @property {string} document
 * @property {string} teacher
 * @property {string} student
 * @property {number} epochs
 * @property {number[]} seeds
 * @property {number} shift pixels
 * @property {{ step: { network: string, ratio: number }, job: number } | null} goal ratios to be reached
 */

/** @satisfies {Record<string, DataSet>} */
export const DATA = {
  mnist: { shape: [28, 28, 1], train: 60_000, test: 10_000, mean: 0.1307, deviation: 0.3081 },
  // A part: a whole epoch of ResNet-110 would take longer than all the rest.
  'cifar-10': { shape: [32, 32, 3], train: 1_920, test: 1_000, mean: 0.4734, deviation: 0.2516 },
};

const mnist = /** @type {const} */ ({ data: 'mnist', batch: 128, epochs: 3 });
/** @param {number} blocks @returns {Network} */
const resnet = (blocks) => ({
  title: `ResNet-${6 * blocks + 2}`,
  data: 'cifar-10',
  batch: 64,
  alone: 'resnet-alone.json',
  params: { blocks },
  torch: { kind: 'resnet', blocks },
  epochs: 3,
});

/** @type {Record<string, Network>} */
export const NETWORKS = {
  'mlp-1200': {
    ...mnist,
    title: 'MLP 784-1200-1200-10',
    alone: 'mlp-alone.json',
    params: { hidden: [1200, 1200] },
    torch: { kind: 'mlp', hidden: [1200, 1200] },
  },
  'mlp-64': {
    ...mnist,
    title: 'MLP 784-64-10',
    alone: 'mlp-alone.json',
    params: { hidden: [64] },
    torch: { kind: 'mlp', hidden: [64] },
  },
  cnn: {
    ...mnist,
    title: 'CNN, 16 and 32 filters 5×5, dense 128-10',
    alone: 'cnn-alone.json',
    params: { firstFilters: 16, secondFilters: 32, dense: 128 },
    torch: { kind: 'lenet', first: 16, second: 32, kernel: 5, dense: 128 },
  },
  'resnet-20': resnet(3),
  'resnet-56': resnet(9),
  'resnet-110': resnet(18),
};

const toMlp = { document: 'to-mlp.json', student: 'mlp-64', epochs: 10, seeds: [1, 2, 3], shift: 0 };
const toResNet = { document: 'to-resnet-20.json', student: 'resnet-20', epochs: 20, seeds: [1], shift: 0 };

/** @type {Job[]} */
export const JOBS = [
  {
    ...toMlp,
    id: 'mlp-to-mlp',
    title: 'MLP 784-1200-1200-10 to 784-64-10, MNIST',
    teacher: 'mlp-1200',
    goal: { step: { network: 'mlp-1200', ratio: 1 }, job: 5 },
  },
  {
    ...toMlp,
    id: 'cnn-to-mlp',
    title: 'CNN to MLP 784-64-10, MNIST',
    teacher: 'cnn',
    goal: { step: { network: 'cnn', ratio: 1.2 }, job: 5 },
  },
  {
    ...toResNet,
    id: 'resnet-56-to-20',
    title: 'ResNet-56 to ResNet-20, CIFAR-10',
    teacher: 'resnet-56',
    goal: { step: { network: 'resnet-56', ratio: 1 }, job: 1.8 },
  },
  {
    ...toResNet,
    id: 'resnet-110-to-20',
    title: 'ResNet-110 to ResNet-20, CIFAR-10',
    teacher: 'resnet-110',
    goal: { step: { network: 'resnet-110', ratio: 1 }, job: 2.4 },
  },
  {
    ...toMlp,
    id: 'cnn-to-mlp-shifted',
    title: 'CNN to MLP 784-64-10, MNIST, images shifted at random',
    teacher: 'cnn',
    shift: 2,
    goal: null,
  },
];

/** @param {string} name @returns {Network} */
export function network(name) {
  const found = NETWORKS[name];
  if (!found) throw new Error(`The bench has no network ${name}`);
  return found;
}
