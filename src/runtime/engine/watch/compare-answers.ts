/** A row on which two networks lie far apart. */
export type Apart = { readonly row: number; readonly divergence: number };

/**
 * How far a network's answers are from its teacher's, example by example, in float64.
 *
 * KLᵢ = Σⱼ pᵗᵢⱼ (log pᵗᵢⱼ − log pˢᵢⱼ), p = softmax(z) over classes; nats
 *
 * Whole tables are gone through once, and no more than `most` rows are remembered. Rows with a logit that is not finite
 * are among none of them, and make the mean NaN.
 *
 * @param teacher logits [n, c], row by row
 * @param network logits [n, c]
 * @param most rows that are wanted
 * @returns the mean over rows, and the rows that lie furthest apart, the furthest first; equal ones by their number
 */
export function compareAnswers(
  teacher: Float32Array,
  network: Float32Array,
  classes: number,
  most: number,
): { readonly divergence: number; readonly furthest: readonly Apart[] } {
  const count = Math.min(teacher.length, network.length) / classes;
  const furthest: Apart[] = [];
  let sum = 0;
  for (let row = 0; row < count; row += 1) {
    const divergence = divergenceAt(teacher, network, row * classes, classes);
    sum += divergence;
    const last = furthest.at(-1);
    const full = furthest.length >= most;
    if (!Number.isFinite(divergence) || (full && !(last && divergence > last.divergence))) continue;
    const place = furthest.findIndex((it) => divergence > it.divergence);
    furthest.splice(place < 0 ? furthest.length : place, 0, { row, divergence });
    if (furthest.length > most) furthest.pop();
  }
  return { divergence: sum / count, furthest };
}

/** KL of one row, which begins at `from` in both tables. From differences of log-softmax: nothing is clipped. */
function divergenceAt(teacher: Float32Array, network: Float32Array, from: number, classes: number): number {
  const [ofTeacher, ofNetwork] = [logSum(teacher, from, classes), logSum(network, from, classes)];
  let sum = 0;
  for (let at = from; at < from + classes; at += 1) {
    const log = (teacher[at] as number) - ofTeacher;
    sum += Math.exp(log) * (log - ((network[at] as number) - ofNetwork));
  }
  // Rounding alone takes it below.
  return Number.isNaN(sum) ? sum : Math.max(0, sum);
}

/** log Σ exp z, without running over. */
function logSum(logits: Float32Array, from: number, classes: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let at = from; at < from + classes; at += 1) top = Math.max(top, logits[at] as number);
  let sum = 0;
  for (let at = from; at < from + classes; at += 1) sum += Math.exp((logits[at] as number) - top);
  return Math.log(sum) + top;
}
