import { sameJson } from '../diff.ts';
import type { Document, Params } from '../document.ts';
import { setParam } from '../edits.ts';
import { ProblemError } from '../problem.ts';
import type { PlainSweep, Setting, Swept } from './sweep.ts';
import { drawnSetting, gridCount, gridSetting } from './values.ts';

/** One run of a sweep before it is made: what it is called, and the document with its values in it. */
export type Trial = {
  /** The same whenever the same sweep is laid out again, so that no trial is run twice: `trial-0007`. */
  readonly id: string;
  readonly setting: Setting;
  readonly document: Document;
};

/** So many runs are queued by one sweep at most. */
export const MOST_TRIALS = 10_000;

/**
 * The runs of a grid or of random draws, each setting once. Those of Hyperband are known one round after the other;
 * `firstTrials` has those of a bracket's first round.
 *
 * @throws ProblemError where a swept node or parameter is not there, or there are too many runs
 */
export function trialsOf(document: Document, { params, search }: PlainSweep): readonly Trial[] {
  refuseMissing(document, params);
  if (search.kind === 'random') return firstTrials(document, params, search.seed, search.trials, 0);
  const count = gridCount(params);
  refuseLarge(count);
  return distinct(
    Array.from({ length: count }, (_, at) => trialOf(document, params, gridSetting(params, at), at)),
  );
}

/** @throws ProblemError sweep-large */
export function refuseLarge(count: number): void {
  if (count > MOST_TRIALS)
    throw new ProblemError({
      code: 'sweep-large',
      message: 'This sweep would make too many runs.',
      found: `${count} runs`,
      allowed: `at most ${MOST_TRIALS}`,
      fix: 'Take values out of its lists, take fewer steps of its ranges, or draw fewer at random.',
    });
}

/** So many trials by drawn values. @param from the number of the first: draws go on where others ended */
export function firstTrials(
  document: Document,
  params: readonly Swept[],
  seed: number,
  count: number,
  from: number,
): readonly Trial[] {
  refuseMissing(document, params);
  return distinct(
    Array.from({ length: count }, (_, at) =>
      trialOf(document, params, drawnSetting(params, seed, from + at), from + at),
    ),
  );
}

/** The same trial with so much budget: what a round of Hyperband trains. */
export const withBudget = (
  { id, setting, document }: Trial,
  { node, param }: { readonly node: string; readonly param: string },
  budget: number,
): Trial => ({ id, setting, document: setParam(document, node, param, budget) });

function trialOf(document: Document, params: readonly Swept[], setting: Setting, at: number): Trial {
  const changed = params.reduce(
    (before, { node, param }, place) => setParam(before, node, param, setting[place] as Params[string]),
    document,
  );
  return { id: `trial-${String(at + 1).padStart(4, '0')}`, setting, document: changed };
}

/** Lists may hold a value twice, and draws from a list come again: what was tried needs no second run. */
function distinct(trials: readonly Trial[]): readonly Trial[] {
  const seen = new Set<string>();
  return trials.filter(({ setting }) => {
    const key = JSON.stringify(setting);
    return !seen.has(key) && seen.add(key);
  });
}

function refuseMissing({ nodes }: Document, params: readonly Swept[]): void {
  for (const { node, param } of params) {
    if (Object.hasOwn(nodes, node)) continue;
    throw new ProblemError({
      code: 'sweep-node',
      message: `The sweep goes through ${param} of a node that is not there.`,
      found: node,
      allowed: Object.keys(nodes).join(', ') || 'no node',
      fix: 'Take it out of the sweep, or undo the removal of the node.',
    });
  }
  const twice = params.find((it, at) =>
    params.slice(0, at).some((other) => sameJson([it.node, it.param], [other.node, other.param])),
  );
  if (twice)
    throw new ProblemError({
      code: 'sweep-twice',
      message: `The sweep goes twice through ${twice.param} of ${twice.node}.`,
      found: `${twice.node}.${twice.param}`,
      fix: 'Put all values of it into one list.',
    });
}
