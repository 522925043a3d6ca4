import type { Attack, Perturbed, Plan, Stage } from '../../../src/plan/plan.ts';
import type { Backend } from './backends.ts';
import { chain, mlpLayers, network, plan, source, stage } from './plans.ts';

const relu = { kind: 'activation', function: 'relu' } as const;

/** Normalized by the batch, with units that are dropped. */
export const ATTACKED = chain([
  { kind: 'conv2d', filters: 3, kernel: 3, stride: 2, padding: 'same', bias: false },
  { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
  relu,
  { kind: 'flatten' },
  { kind: 'dropout', rate: 0.3 },
  { kind: 'dense', units: 10 },
]);

/** A network's values of the darkest and the brightest byte, as `source` has them. */
export const RANGE = { least: -1, most: 0.7 / 0.3 } as const;

export const attack = (changes: Partial<Attack> = {}): Attack => ({
  radius: 0.4,
  step: 0.15,
  iterations: 4,
  start: 'random',
  ...RANGE,
  ...changes,
});

const TEACHER = 'network-2';

/** A student taught on images that are moved to mislead it, and by the labels on the images themselves. */
export function misled(data = source(), changes: Partial<Perturbed> = {}): Stage {
  const own = stage(data, { id: 'stage-2', student: 'network-1', teacher: TEACHER });
  const perturbed: Perturbed = {
    id: 'perturbed-1',
    network: 'network-1',
    source: data.id,
    op: 'loss.cross-entropy',
    role: 'student',
    in: { labels: 'labels' },
    args: { smoothing: 0 },
    attack: attack(),
    ...changes,
  };
  const answers = { ...(own.taps[0] as Stage['taps'][number]), id: 'tap-29', on: 'perturbed-1' };
  return {
    ...own,
    taps: [...own.taps, answers],
    terms: own.terms.map((it) =>
      it.op === 'loss.tempered-softmax' ? { ...it, in: { ...it.in, student: answers.id } } : it,
    ),
    perturbed: [perturbed],
  };
}

export function robust(kind: Backend['kind'] = 'cpu'): Plan {
  const data = source();
  return plan(
    data,
    [network('network-1', ATTACKED), network(TEACHER, mlpLayers(24), { role: 'teacher' })],
    [stage(data, { student: TEACHER }), misled(data)],
    [{ id: 'output-1', kind: 'saved-model', network: 'network-1', name: 'student' }],
    kind,
  );
}
