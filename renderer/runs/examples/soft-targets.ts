/**
 * Logits as probabilities: pᵢ = exp(zᵢ/T) / Σⱼ exp(zⱼ/T).
 *
 * @param logits null where one was not finite
 * @param temperature T above 0: 1 is the plain softmax, larger is softer
 * @returns null where a logit is missing
 */
export function softTargets(
  logits: readonly (number | null)[],
  temperature: number,
): readonly number[] | null {
  const raised = logits.map((it) => (it === null ? Number.NaN : it / temperature));
  const top = Math.max(...raised);
  if (!Number.isFinite(top)) return null;
  const powers = raised.map((it) => Math.exp(it - top));
  const sum = powers.reduce((all, it) => all + it, 0);
  return powers.map((it) => it / sum);
}

const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A probability by which classes are told apart, small ones too: `97.1 %`, `0.4 %`, `< 0.1 %`. */
export const formatProbability = (share: number): string =>
  share < 0.0005 ? '< 0.1 %' : `${tenths.format(share * 100)} %`;

/** The class that is answered: the first of the highest, as evaluations count; null where nothing is. */
export function answerOf(logits: readonly (number | null)[]): number | null {
  if (logits.some((it) => it === null)) return null;
  return logits.reduce<number>((best, it, at) => ((it ?? 0) > (logits[best] ?? 0) ? at : best), 0);
}
