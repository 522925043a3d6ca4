import {
  leaderboardsOf,
  methodNames,
  type Spread,
  type Standing,
  standings,
} from '../../../src/plan/leaderboard.ts';
import { formatPercent, formatPoints, formatPointsApart } from '../format.ts';
import { nodeTitle } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import type { Verdict } from './result-verdict.ts';

export type NamedStanding = Standing & { readonly title: string };
/** One table of a shoot-out, best first. */
export type Board = { readonly id: string; readonly standings: readonly NamedStanding[] };

/** The tables of a run as far as it has come. */
export function leaderboards(
  { plan, origin, document }: Pick<RunData, 'plan' | 'origin' | 'document'>,
  { evaluations, epochs }: Pick<RunView, 'evaluations' | 'epochs'>,
): Board[] {
  return leaderboardsOf(plan).map((board) => {
    const names = methodNames(plan, board, origin, (node) => nodeTitle(document, node) ?? node);
    const named = standings(plan, board, { evaluations, epochs }).map((it) => ({
      ...it,
      title: names.get(it.stages[0]?.id ?? '') ?? '',
    }));
    return { id: board.id, standings: named };
  });
}

/** `97.61 % ± 0.08` */
export const spreadText = ({ mean, deviation }: Spread): string =>
  `${formatPercent(mean)}${deviation === null ? '' : ` ± ${formatPointsApart(deviation)}`}`;

/** `+0.41 ± 0.08`, in percentage points. */
export const gainText = ({ mean, deviation }: Spread): string =>
  `${formatPoints(mean)}${deviation === null ? '' : ` ± ${formatPointsApart(deviation)}`}`;

/** Who won, and whether that says anything; null while nothing was evaluated. */
export function leaderboardVerdict({ standings: all }: Board): Verdict | null {
  const [best, second] = all.filter((it) => it.final);
  if (!best?.accuracy) return null;
  const reached = `${best.title} did best: ${spreadText(best.accuracy)}`;
  if (best.accuracy.deviation === null || best.measured < 2)
    return {
      tone: 'plain',
      headline: `${reached}.`,
      more: 'With one seed nobody knows how much of a difference is chance.',
    };
  const seeds = `Mean and standard deviation over ${best.measured} seeds.`;
  if (best.alone)
    return {
      tone: 'warning',
      headline: `${reached}. No method helped.`,
      more: `${seeds} More epochs, other weights or another teacher may do better.`,
    };
  const apart = second?.accuracy ? best.accuracy.mean - second.accuracy.mean : Number.POSITIVE_INFINITY;
  const spread = Math.max(best.accuracy.deviation, second?.accuracy?.deviation ?? 0);
  const close = apart <= spread && second ? ` ${second.title} lies within the spread.` : '';
  const gained = best.gain ? `, ${gainText(best.gain)} points against the student alone` : '';
  const clear = best.gain !== null && best.gain.mean > (best.gain.deviation ?? 0);
  return { tone: clear ? 'good' : 'plain', headline: `${reached}${gained}.`, more: `${seeds}${close}` };
}
