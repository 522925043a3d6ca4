import { formatCount, formatMilliseconds } from '../format.ts';
import { type Board, gainText, type NamedStanding, spreadText } from './leaderboards.ts';
import './leaderboard-table.css';
import './result-table.css';

const COLUMNS = [
  ['Accuracy', 'Mean over seeds, and the standard deviation.'],
  ['Gain', 'Percentage points against the student alone, pairs of one seed: mean and standard deviation.'],
  ['Agreement', 'Share of images on which it says the same as its teacher, right or wrong.'],
  ['A step', 'Median wall time of a training step. Other work on this machine lengthens it.'],
  ['Extra parameters', 'Weights that are trained beside those of the student, and dropped after.'],
] as const;

/** Methods in order, the best first. */
export function LeaderboardTable({ board: { standings } }: { readonly board: Board }) {
  const longest = Math.max(0, ...standings.map((it) => it.accuracy?.mean ?? 0));
  const least = Math.min(longest, ...standings.flatMap((it) => it.accuracy?.mean ?? []));
  const reach = (it: NamedStanding): number =>
    it.accuracy === null || longest === least ? 1 : (it.accuracy.mean - least) / (longest - least);
  return (
    <table className="result-table leaderboard selectable" aria-label="Leaderboard">
      <thead>
        <tr>
          <th scope="col">Method</th>
          {COLUMNS.map(([title, help]) => (
            <th key={title} scope="col" title={help}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {standings.map((it, at) => (
          <tr key={it.stages[0]?.id} data-alone={it.alone || undefined}>
            <th scope="row">
              <span className="leaderboard-place">{it.accuracy ? at + 1 : '–'}</span>
              {it.title}
            </th>
            <td data-best={(at === 0 && it.final) || undefined}>
              <span className="result-value">{it.accuracy ? spreadText(it.accuracy) : '–'}</span>
              {it.accuracy && (
                <span className="leaderboard-bar" style={{ ['--reach' as string]: 0.1 + 0.9 * reach(it) }} />
              )}
              <span className="result-compared">{seedsText(it)}</span>
            </td>
            <td>{it.gain ? gainText(it.gain) : ''}</td>
            <td>{it.agreement ? spreadText(it.agreement) : ''}</td>
            <td>
              {it.millisecondsPerStep === null ? '–' : `${formatMilliseconds(it.millisecondsPerStep)} ms`}
            </td>
            <td>{formatCount(it.extraParameters)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** While a run goes on, figures are of epochs and of fewer seeds. */
function seedsText({ accuracy, final, measured, stages }: NamedStanding): string {
  if (!accuracy) return 'not yet';
  const seeds = measured === stages.length ? '' : `${measured} of ${stages.length} seeds`;
  return final ? seeds : `so far${seeds === '' ? '' : `, ${seeds}`}`;
}
