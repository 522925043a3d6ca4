import type { Layer } from '../../../../src/plan/layers.ts';
import type { Plan, Stage } from '../../../../src/plan/plan.ts';
import { adam, chain, network, plan, source, stage } from '../plans.ts';

const relu = { kind: 'activation', function: 'relu' } as const;
const leaky = { kind: 'activation', function: 'leaky-relu' } as const;
const tanh = { kind: 'activation', function: 'tanh' } as const;
const sigmoid = { kind: 'activation', function: 'sigmoid' } as const;
const flatten = { kind: 'flatten' } as const;
const dense = { kind: 'dense', units: 12 } as const;
const logits = { kind: 'dense', units: 10 } as const;
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const conv = (changes: { stride?: number; padding?: 'same' | 'valid'; bias?: boolean } = {}) =>
  ({ kind: 'conv2d', filters: 4, kernel: 3, stride: 1, padding: 'same', bias: true, ...changes }) as const;

/**
 * Every layer that there is. None has a bias or a shift right in front of batch normalization: its gradient is zero but for
 * rounding, Adam makes whole steps of such noise, and no two ways to compute it agree.
 */
export const LAYERS: Readonly<Record<string, Layer[]>> = {
  'dense layers and every activation': chain([
    flatten,
    dense,
    relu,
    dense,
    tanh,
    dense,
    leaky,
    dense,
    sigmoid,
    logits,
  ]),
  'convolutions with and without bias': chain([
    conv(),
    relu,
    conv({ stride: 2, padding: 'valid', bias: false }),
    relu,
    conv({ stride: 2 }),
    flatten,
    logits,
  ]),
  'pools of each kind': chain([
    conv(),
    { kind: 'max-pool', size: 2, stride: 1 },
    relu,
    conv(),
    { kind: 'average-pool', size: 3, stride: 2 },
    { kind: 'global-average-pool' },
    logits,
  ]),
  'sizes that shrink, grow and stay along one side': chain([
    conv(),
    relu,
    { kind: 'resize', height: 5, width: 7 },
    conv(),
    { kind: 'resize', height: 5, width: 16 },
    { kind: 'resize', height: 3, width: 3 },
    flatten,
    logits,
  ]),
  'a row that becomes an image': chain([
    flatten,
    { kind: 'dense', units: 12 },
    { kind: 'reshape', shape: [2, 3, 2] },
    conv(),
    flatten,
    logits,
  ]),
  'a learned row beside what is computed': [
    { id: 'flat', ...flatten, from: ['input'] },
    { id: 'hidden', ...dense, from: ['flat'] },
    { id: 'vector', kind: 'learned-vector', size: 12, offset: 0.5, from: ['hidden'] },
    { id: 'sum', kind: 'add', from: ['hidden', 'vector'] },
    { id: 'relu', ...relu, from: ['sum'] },
    { id: 'logits', ...logits, from: ['relu'] },
  ],
  'batch norm of images': chain([
    conv({ bias: false }),
    norm,
    relu,
    conv({ bias: false, stride: 2 }),
    norm,
    flatten,
    logits,
  ]),
  'batch norm of rows': chain([flatten, norm, dense, relu, logits]),
  dropout: chain([flatten, dense, relu, { kind: 'dropout', rate: 0.4 }, logits]),
  'a depthwise convolution, and a normalization whose gain starts at zero': chain([
    conv({ bias: false }),
    { kind: 'depthwise-conv2d', kernel: 3, stride: 2, padding: 'same' },
    { ...norm, gamma: 'zeros' },
    { kind: 'depthwise-conv2d', kernel: 3, stride: 1, padding: 'valid' },
    relu,
    flatten,
    logits,
  ]),
  'gates that all stay': chain([
    conv(),
    tanh,
    { kind: 'channel-attention', hidden: 3, select: null },
    { kind: 'scale-channels', from: ['activation-2', 'channel-attention-3'] },
    { kind: 'global-average-pool' },
    { kind: 'scale-channels', from: ['global-average-pool-5', 'channel-attention-3'] },
    logits,
  ]),
  'gates of which half are masked after half of the steps': chain([
    conv({ stride: 2 }),
    tanh,
    { kind: 'channel-attention', hidden: 3, select: { share: 0.5, least: 0, after: 0.5, momentum: 0.8 } },
    { kind: 'scale-channels', from: ['activation-2', 'channel-attention-3'] },
    flatten,
    logits,
  ]),
  'gates whose means are kept, and masks that leave nothing out': chain([
    conv({ stride: 2 }),
    tanh,
    { kind: 'channel-attention', hidden: 3, select: null, tracks: 0.8 },
    { kind: 'scale-channels', from: ['activation-2', 'channel-attention-3'] },
    { kind: 'channel-mask' },
    flatten,
    dense,
    { kind: 'channel-mask' },
    logits,
  ]),
  'sums of two and of three': chain([
    conv(),
    relu,
    conv(),
    { kind: 'add', from: ['conv2d-1', 'conv2d-3'] },
    conv(),
    { kind: 'add', from: ['activation-2', 'conv2d-3', 'conv2d-5'] },
    flatten,
    logits,
  ]),
  'means of values and of probabilities': [
    { id: 'flat', ...flatten, from: ['input'] },
    { id: 'one', ...dense, from: ['flat'] },
    { id: 'two', ...dense, from: ['flat'] },
    { id: 'mean', kind: 'average', of: 'values', from: ['one', 'two'] },
    { id: 'relu', ...relu, from: ['mean'] },
    { id: 'first', ...logits, from: ['relu'] },
    { id: 'second', ...logits, from: ['one'] },
    { id: 'logits', kind: 'average', of: 'probabilities', from: ['first', 'second'] },
  ],
  'channels of maps and of rows one after another': [
    { id: 'maps', ...conv({ stride: 2 }), from: ['input'] },
    { id: 'relu', ...relu, from: ['maps'] },
    { id: 'more', ...conv(), from: ['relu'] },
    { id: 'beside', kind: 'concatenate', from: ['relu', 'more', 'maps'] },
    { id: 'next', ...conv(), from: ['beside'] },
    { id: 'row', kind: 'global-average-pool', from: ['next'] },
    { id: 'flat', ...flatten, from: ['maps'] },
    { id: 'rows', kind: 'concatenate', from: ['row', 'flat'] },
    { id: 'logits', ...logits, from: ['rows'] },
  ],
};

/** Twenty steps of one network alone: two epochs of ten batches. */
export function alone(layers: Layer[], changes: Partial<Stage> = {}, train = 70): Plan {
  const data = source({ counts: { train, validation: 0, test: 20 } });
  const own = { student: 'network-1', batch: 7, epochs: 2, optimizer: adam(0.01), ...changes };
  return plan(data, [network('network-1', layers)], [stage(data, own)], [], 'tensorflow');
}

/** Labels of which a part is spread over all classes. */
export const smoothed: Plan = (() => {
  const whole = alone(chain([flatten, dense, relu, logits]));
  return {
    ...whole,
    stages: whole.stages.map((it) => ({
      ...it,
      terms: it.terms.map((term) => ({ ...term, args: { smoothing: 0.2 } })),
    })),
  };
})();

/** A teacher that normalizes images and rows is trained first, so that its statistics are not those of no data. */
export function taughtByNorms(cache: Stage['cache']): Plan {
  const data = source({ counts: { train: 70, validation: 0, test: 20 } });
  const plain = conv({ bias: false });
  const teacher = chain([plain, norm, relu, plain, norm, relu, flatten, norm, dense, relu, logits]);
  const networks = [
    network('network-1', chain([flatten, dense, relu, logits])),
    network('network-2', teacher, { role: 'teacher' }),
  ];
  const stages = [
    stage(data, { student: 'network-2', batch: 35, epochs: 1, optimizer: adam(0.01) }),
    stage(data, { id: 'stage-2', student: 'network-1', teacher: 'network-2', batch: 7, epochs: 2, cache }),
  ];
  return plan(data, networks, stages, [], 'tensorflow');
}
