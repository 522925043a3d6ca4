import type { Answered } from '../run-view.ts';
import { answerOf, softTargets } from './soft-targets.ts';

/** One network's answer to one example, ready to be drawn. */
export type CardAnswer = {
  readonly network: string;
  readonly title: string;
  readonly teaches: boolean;
  readonly logits: readonly (number | null)[];
};

/** What each network gives to one class: probabilities in the order of the answers; null where it gave none. */
export type ClassRow = {
  /** Null for all that are not listed. */
  readonly at: number | null;
  readonly shares: readonly (number | null)[];
};

/** All classes of a data set of ten fit on a card; of more the ones that say most. */
const MOST = 10;
const LISTED = 8;

/**
 * The classes that a card lists, in their own order: all where they are few, else those that any network gives most to, the true
 * one, and one row for the rest.
 */
export function classRows(
  answers: readonly Pick<CardAnswer, 'logits'>[],
  truth: number,
  temperature: number,
): readonly ClassRow[] {
  const shares = answers.map((it) => softTargets(it.logits, temperature));
  const classes = Math.max(0, ...answers.map((it) => it.logits.length));
  const all = Array.from({ length: classes }, (_, at) => ({
    at,
    shares: shares.map((it) => it?.[at] ?? null),
  }));
  if (classes <= MOST) return all;
  const most = (row: (typeof all)[number]): number => Math.max(...row.shares.map((it) => it ?? 0));
  const chosen = new Set(
    all
      .toSorted((a, b) => most(b) - most(a))
      .slice(0, LISTED)
      .map((it) => it.at),
  ).add(truth);
  const listed = all.filter((it) => chosen.has(it.at));
  const rest = shares.map(
    (it, network) => it && Math.max(0, 1 - listed.reduce((sum, row) => sum + (row.shares[network] ?? 0), 0)),
  );
  return [...listed, { at: null, shares: rest }];
}

/** Each network's answer to the example at a place of an event. */
export const answersTo = (
  { networks }: Answered,
  place: number,
  titles: ReadonlyMap<string, string>,
): readonly CardAnswer[] =>
  networks.map(({ network, teaches, logits }) => ({
    network,
    title: titles.get(network) ?? network,
    teaches,
    logits: logits[place] ?? [],
  }));

/** Of how many of some examples all networks say the same class. */
export function sameAnswers(event: Answered): number {
  const count = event.networks[0]?.logits.length ?? 0;
  return Array.from(
    { length: count },
    (_, place) => new Set(event.networks.map((it) => answerOf(it.logits[place] ?? []))).size,
  ).filter((it) => it === 1).length;
}
