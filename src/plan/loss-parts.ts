import type { Stage } from './plan.ts';

/**
 * The losses that a total is composed of: the total itself, taken apart as long as a term is made of scalars alone, as a
 * sum with weights is, also of such sums.
 *
 * @param isComposed whether an op is made of scalars alone
 * @returns ids of terms in the plan's order; the total alone where it is one loss
 */
export function lossParts(
  { total, terms }: Pick<Stage, 'total' | 'terms'>,
  isComposed: (op: string) => boolean,
): string[] {
  const parts = new Set<string>();
  const seen = new Set<string>();
  const open = [total];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const term = terms.find((it) => it.id === id);
    if (term && isComposed(term.op)) open.push(...Object.values(term.in));
    else parts.add(id);
  }
  return terms.map((it) => it.id).filter((id) => parts.has(id));
}
