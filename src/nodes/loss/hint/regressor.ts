import type { Layer } from '../../../plan/layers.ts';

export const GATES = ['both', 'student', 'teacher', 'none'] as const;
export type Gates = (typeof GATES)[number];

/** Names of the layers that other parts of the loss tap. */
export const STUDENT_GATES = 'student-gates';
export const TEACHER_GATES = 'teacher-gates';

/** The means of the student's gates are kept: they say which channels of the student are closed. */
const TRACKED = { tracks: 0.9 };

export type RegressorDraft = {
  /** [h, w, c] of the guided layer. */
  readonly from: readonly number[];
  /** [h, w, c] of the hint layer. */
  readonly to: readonly number[];
  /** Whether the residual learner stands beside the straight map. */
  readonly residual: boolean;
  readonly gates: Gates;
};

/**
 * Layers of r(f) = a_t · (P(g) + R(g)), g = resize(a_s · f): a student's guided layer [h, w, c] in the shape of a
 * teacher's hint layer [h′, w′, c′].
 *
 * - P is a 1×1 convolution, R a 3×3 convolution, batch normalization, ReLU and a second 3×3 convolution whose weights begin
 *   at zero: at first r is the straight map, and what R learns is what a straight map cannot do.
 * - a_s [c] and a_t [c′] are gates of a channel attention in (0, 1), where they are wanted.
 *
 * @returns null where one of them is no map
 */
export function regressor({ from, to, residual, gates }: RegressorDraft): Layer[] | null {
  if (from.length !== 3 || to.length !== 3) return null;
  const [rows = 1, columns = 1, channels = 1] = to;
  const layers: Layer[] = [];
  let at = 'input';
  const add = (layer: object, inputs: readonly string[] = [at]): string => {
    layers.push({ ...layer, from: [...inputs] } as Layer);
    at = layers.at(-1)?.id as string;
    return at;
  };
  const gated = (name: string, of: number, tracks: object = {}): void => {
    const value = at;
    const hidden = Math.max(4, Math.round(of / 16));
    const gate = add({ id: name, kind: 'channel-attention', hidden, select: null, ...tracks });
    add({ id: `${name}-on`, kind: 'scale-channels' }, [value, gate]);
  };
  const convolution = (id: string, kernel: number, more: object): string =>
    add({ id, kind: 'conv2d', filters: channels, kernel, stride: 1, padding: 'same', bias: true, ...more });

  if (gates === 'both' || gates === 'student') gated(STUDENT_GATES, from[2] as number, TRACKED);
  if (from[0] !== rows || from[1] !== columns)
    add({ id: 'resize', kind: 'resize', height: rows, width: columns });
  const begin = at;
  const straight = convolution('straight', 1, {});
  if (residual) {
    at = begin;
    convolution('residual-1', 3, { bias: false });
    add({ id: 'residual-norm', kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 });
    add({ id: 'residual-relu', kind: 'activation', function: 'relu' });
    const learned = convolution('residual-2', 3, { start: 'zeros' });
    add({ id: 'sum', kind: 'add' }, [straight, learned]);
  }
  if (gates === 'both' || gates === 'teacher') gated(TEACHER_GATES, channels);
  return layers;
}
