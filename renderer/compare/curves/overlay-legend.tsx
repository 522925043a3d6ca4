import { useSyncExternalStore } from 'react';
import type { Cursor } from '../../runs/chart/cursor.ts';
import { RunKey } from '../run-key.tsx';
import type { Overlaid } from './overlaid.ts';

type OverlayLegendProps = {
  readonly overlaid: readonly Overlaid[];
  readonly cursor: Cursor;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (run: string) => void;
  /** What a run's charts have at a step, or at last, in the order of the charts. */
  readonly read: (run: Overlaid, step: number | null) => readonly string[];
  readonly heads: readonly string[];
};

/** The runs beside their charts, with their values under the pointer; a press hides and shows a run in all charts. */
export function OverlayLegend({ overlaid, cursor, hidden, onToggle, read, heads }: OverlayLegendProps) {
  const step = useSyncExternalStore(cursor.subscribe, cursor.step);
  return (
    <table className="overlay-legend">
      <thead>
        <tr>
          <th scope="col">Run</th>
          {heads.map((it) => (
            <th key={it} scope="col">
              {it}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {overlaid.map((it) => (
          <tr key={it.run} data-hidden={hidden.has(it.run) || undefined}>
            <th scope="row">
              <button
                type="button"
                className="overlay-run"
                aria-pressed={!hidden.has(it.run)}
                title={hidden.has(it.run) ? `Show ${it.title}` : `Hide ${it.title}`}
                onClick={() => onToggle(it.run)}
              >
                <RunKey look={it.look} />
                <span className="truncate">{it.title}</span>
              </button>
            </th>
            {read(it, step).map((value, at) => (
              <td key={heads[at]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
