import type { RunEvent } from '../../plan/events.ts';
import {
  type Leaderboard,
  leaderboardsOf,
  methodNames,
  type Spread,
  type Standing,
  standings,
} from '../../plan/leaderboard.ts';
import type { RunFile } from '../run-file.ts';
import { nodeTitles } from './node-titles.ts';
import { textTable } from './text-table.ts';

/** How the methods of each shoot-out did, the best first; empty where there is none or nothing was measured. */
export function leaderboardTable(events: readonly RunEvent[], file: RunFile): string {
  return leaderboardsOf(file.plan)
    .map((it) => boardText(it, events, file))
    .filter((it) => it !== '')
    .join('\n\n');
}

function boardText(board: Leaderboard, events: readonly RunEvent[], file: RunFile): string {
  const told = {
    evaluations: events.filter((it) => it.kind === 'evaluation'),
    epochs: events.filter((it) => it.kind === 'epoch'),
  };
  const rows = standings(file.plan, board, told).filter((it) => it.final);
  if (rows.length === 0) return '';
  const names = methodNames(file.plan, board, file.origin, nodeTitles(file));
  const head = [
    '',
    'method',
    'accuracy',
    'gain (points)',
    'agrees with teacher',
    'ms a step',
    'extra parameters',
  ];
  const table = textTable(
    [
      head,
      ...rows.map((it, at) => [
        String(at + 1),
        names.get(it.stages[0]?.id ?? '') ?? '',
        it.accuracy ? `${points(it.accuracy)} %` : '–',
        it.gain ? signed(it.gain) : '',
        it.agreement ? `${points(it.agreement)} %` : '',
        it.millisecondsPerStep?.toFixed(2) ?? '–',
        it.extraParameters.toLocaleString('en-US'),
      ]),
    ],
    [1],
  );
  return `${table}\n${footOf(rows)}`;
}

function footOf(rows: readonly Standing[]): string {
  const seeds = Math.max(...rows.map((it) => it.measured));
  return seeds === 1
    ? 'One seed: without several, nobody knows how much of a difference is chance.'
    : `Mean ± standard deviation over ${seeds} seeds. Gain: against the student alone of the same seed.`;
}

const points = ({ mean, deviation }: Spread): string =>
  `${(100 * mean).toFixed(2)}${deviation === null ? '' : ` ± ${(100 * deviation).toFixed(2)}`}`;

/** `+0.31 ± 0.12`, with a true minus. */
function signed(spread: Spread): string {
  const text = points(spread);
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}
