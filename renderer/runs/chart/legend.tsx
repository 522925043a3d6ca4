import { useSyncExternalStore } from 'react';
import { type Lane, laneColour, laneLook, type Track } from '../lanes.ts';
import type { Cursor } from './cursor.ts';

type LegendProps = {
  readonly lanes: readonly Track[];
  readonly cursor: Cursor;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** The value of a lane at a step; the last where nothing is pointed at. */
  readonly read: (lane: Track, step: number | null) => string;
};

/** Names of the curves with their values under the pointer; a press hides and shows a curve in all charts. */
export function Legend({ lanes, cursor, hidden, onToggle, read }: LegendProps) {
  const step = useSyncExternalStore(cursor.subscribe, cursor.step);
  return (
    <div className="legend">
      {lanes.map((lane) => (
        <button
          key={lane.key}
          type="button"
          className="legend-item"
          aria-pressed={!hidden.has(lane.key)}
          title={hidden.has(lane.key) ? 'Show this curve' : 'Hide this curve'}
          onClick={() => onToggle(lane.key)}
        >
          <LaneKey lane={lane} />
          <span className="truncate">{lane.title}</span>
          <span className="legend-value">{hidden.has(lane.key) ? '' : read(lane, step)}</span>
        </button>
      ))}
    </div>
  );
}

/** A bit of the curve itself: its colour and its dashes. */
export function LaneKey({ lane }: { readonly lane: Pick<Lane, 'kind' | 'nth'> }) {
  return (
    <svg className="legend-key" viewBox="0 0 14 8" aria-hidden="true" focusable="false">
      <line
        x1={0}
        x2={14}
        y1={4}
        y2={4}
        stroke={laneColour(lane)}
        strokeWidth={2.5}
        strokeDasharray={laneLook(lane)
          .dash.map((it) => it * 0.7)
          .join(' ')}
      />
    </svg>
  );
}
