import type { Plan, Stage } from '../../../../src/plan/plan.ts';
import { adam, chain } from '../plans.ts';
import { alone, taughtByNorms } from './layer-plans.ts';

const relu = { kind: 'activation', function: 'relu' } as const;
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const conv = { kind: 'conv2d', filters: 4, kernel: 3, stride: 1, padding: 'same' } as const;
/** A norm of images and one of rows, two biases, two relus. */
const layers = chain([
  { ...conv, bias: false },
  norm,
  relu,
  { ...conv, bias: true },
  { kind: 'flatten' },
  relu,
  { kind: 'dropout', rate: 0.2 },
  norm,
  { kind: 'dense', units: 10 },
]);
export const [KERNELS, BIASES, NORMS, RELUS] = [3, 2, 2, 2];
export const WEIGHTS = KERNELS + BIASES + 2 * NORMS;
/** Two steps: the second one is by what the first one changed. */
const FEW = { batch: 35, epochs: 1 };
export const small = alone(layers, { ...FEW, optimizer: adam(0.01) });
const updatedBy = (op: string, args: Stage['optimizer']['args']): Plan =>
  alone(layers, { ...FEW, optimizer: { ...adam(0.01), op: `optimizer.${op}`, args } });
const MOMENTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
/** Plans by TensorFlow's op for their update. */
export const UPDATES: Readonly<Record<string, Plan>> = {
  ResourceApplyMomentum: updatedBy('sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  ResourceApplyAdam: updatedBy('adam', { ...MOMENTS, weightDecay: 0.1 }),
};
export const decoupled = updatedBy('adamw', { ...MOMENTS, weightDecay: 0.5 });
export const taught = taughtByNorms(null);

/** Biases in front of pools. */
export const pooled = alone(
  chain([
    { ...conv, bias: true },
    { kind: 'max-pool', size: 2, stride: 2 },
    relu,
    { ...conv, bias: true },
    { kind: 'average-pool', size: 2, stride: 1 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ]),
  FEW,
);
