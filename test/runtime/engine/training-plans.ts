import type { Network, Plan, Stage } from '../../../src/plan/plan.ts';
import type { Backend } from './backends.ts';
import { chain, network, plan, source, stage } from './plans.ts';

const same = (layers: readonly { id: string }[]) => ({
  layers: layers.map(({ id }) => ({ to: id, from: id })),
  channels: 'equal',
});
const normal = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const conv = { kind: 'conv2d', filters: 3, kernel: 3, stride: 2, padding: 'same', bias: false } as const;
const relu = { kind: 'activation', function: 'relu' } as const;

export const LAYERS = chain([
  conv,
  normal,
  relu,
  { kind: 'flatten' },
  { kind: 'dropout', rate: 0.2 },
  { kind: 'dense', units: 8 },
  relu,
  { kind: 'dense', units: 10 },
]);
const derived = (from: string): Network['start'] => ({
  kind: 'derived',
  op: 'start.copy',
  args: same(LAYERS),
  from: [from],
  stream: 'derived',
});

/** Half of six steps and one: Adam's moments are far from those of a first step. */
export const THAWS_AT = 4;

/**
 * A teacher is trained; a student begins with its weights, its convolution frozen for good, its dense layer up to a
 * step; a third network follows it and teaches it, and its distance from its first weights is a loss.
 */
export function training(kind: Backend['kind'] = 'cpu', changes: Partial<Stage> = {}): Plan {
  const data = source();
  const own = stage(data, { id: 'stage-2', student: 'network-2', teacher: 'network-3', epochs: 3 });
  const row = (id: string, of: string) => ({ id, network: of, layers: ['dense-6', 'logits'] });
  const second: Stage = {
    ...own,
    terms: [
      ...own.terms,
      {
        id: 'term-24',
        op: 'loss.weight-distance',
        in: { student: 'weights-1', start: 'weights-2' },
        args: {},
      },
      {
        id: 'term-25',
        op: 'loss.weighted-sum',
        in: { first: own.total, second: 'term-24' },
        args: { weights: [1, 0.05] },
      },
    ],
    total: 'term-25',
    frozen: [
      { network: 'network-2', layers: ['conv2d-1', 'batch-norm-2'], until: null },
      { network: 'network-2', layers: ['dense-6'], until: THAWS_AT },
    ],
    follow: [{ network: 'network-3', follows: 'network-2', decay: 0.8 }],
    weights: [row('weights-1', 'network-2'), row('weights-2', 'network-4')],
    ...changes,
  };
  return plan(
    data,
    [
      network('network-1', LAYERS, { role: 'teacher' }),
      network('network-2', LAYERS, { start: derived('network-1') }),
      network('network-3', LAYERS, { role: 'teacher', start: derived('network-2') }),
      network('network-4', LAYERS, { role: 'teacher', start: derived('network-2') }),
    ],
    [stage(data, { student: 'network-1' }), second],
    ['network-2', 'network-3', 'network-4'].map((id, at) => ({
      id: `output-${at + 1}`,
      kind: 'saved-model',
      network: id,
      name: `model ${at + 1}`,
    })),
    kind,
  );
}
