import type { Kernel } from './operation.ts';

type Tensor = ReturnType<Kernel['zeros']>;

/** 1 where a place of a text [n, l] holds a token, 0 where it is padding. */
export const tokenMask = (k: Kernel, tokens: Tensor, padding: number): Tensor =>
  k.cast(k.notEqual(tokens, k.scalar(padding)), 'float32');

/** The mean of values where their mask is 1; 0 where it is 1 nowhere. Both of one shape. */
export const meanWhere = (k: Kernel, values: Tensor, mask: Tensor): Tensor =>
  k.div(k.sum(k.mul(values, mask)), k.maximum(k.sum(mask), k.scalar(1)));

/** x [n, l, d] → [n, h, l, d/h] */
export function shareOut(k: Kernel, x: Tensor, heads: number): Tensor {
  const [n = 0, length = 0, units = 0] = x.shape;
  return k.transpose(k.reshape(x, [n, length, heads, units / heads]), [0, 2, 1, 3]);
}

/**
 * The divergence of two distributions over keys, Σ pᵗ (log pᵗ − log pˢ), averaged over heads and over the queries that are
 * tokens.
 *
 * @param student, teacher scores [n, h, l, l], NO_SCORE at keys that are padding
 * @param mask [n, l]
 */
export function divergenceOfAttention(k: Kernel, student: Tensor, teacher: Tensor, mask: Tensor): Tensor {
  const [n = 0, heads = 1, length = 0] = student.shape;
  const ofStudent = k.logSoftmax(student);
  const ofTeacher = k.logSoftmax(teacher);
  const divergence = k.sum(k.mul(k.exp(ofTeacher), k.sub(ofTeacher, ofStudent)), 3);
  const queries = k.mul(k.reshape(mask, [n, 1, length]), k.ones([n, heads, length]));
  return meanWhere(k, divergence, queries);
}
