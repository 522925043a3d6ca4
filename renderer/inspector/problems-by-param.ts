import type { Problem } from '../../src/pipeline/problem.ts';

type Placed = {
  /** By parameter, what stands beside its field. */
  readonly of: ReadonlyMap<string, readonly Problem[]>;
  /** What belongs to no field that is shown. */
  readonly rest: readonly Problem[];
};

/** Puts each problem where a form shows it. A problem inside of a value (`hidden.2`) belongs to the value's field. */
export function problemsByParam(problems: readonly Problem[], shown: ReadonlySet<string>): Placed {
  const of = new Map<string, Problem[]>();
  const rest: Problem[] = [];
  for (const it of problems) {
    const param = it.param?.split('.')[0];
    if (param !== undefined && shown.has(param)) of.set(param, [...(of.get(param) ?? []), it]);
    else rest.push(it);
  }
  return { of, rest };
}
