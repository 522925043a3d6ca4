import type { Problem } from '../../src/pipeline/problem.ts';

type Placed = {
  /** By parameter, what stands beside its field. */
  readonly of: ReadonlyMap<string, readonly Problem[]>;
  /** What belongs to no field that is shown. */
  readonly rest: readonly Problem[];
};

/** The parameter at whose field a problem can be mended: one inside of a value (`hidden.2`) belongs to the value's. */
export const paramOf = ({ param }: Problem): string | undefined => param?.split('.')[0];

/** Puts each problem where a form shows it. */
export function problemsByParam(problems: readonly Problem[], shown: ReadonlySet<string>): Placed {
  const of = new Map<string, Problem[]>();
  const rest: Problem[] = [];
  for (const it of problems) {
    const param = paramOf(it);
    if (param !== undefined && shown.has(param)) of.set(param, [...(of.get(param) ?? []), it]);
    else rest.push(it);
  }
  return { of, rest };
}
