import type { ReactNode } from 'react';
import './chart/chart.css';
import type { Cursor } from './chart/cursor.ts';
import { Legend } from './chart/legend.tsx';
import { Plot, type StepRange } from './chart/plot.tsx';
import { accuracyRange, fromNought, logRange, rateRange } from './chart/ranges.ts';
import {
  accuracyData,
  accuracySeries,
  type ChartSettings,
  lineData,
  lineSeries,
  readAccuracy,
  readColumn,
} from './chart/series.ts';
import { formatPercent, formatTick, formatValue } from './format.ts';
import type { Track } from './lanes.ts';
import type { RunData } from './run-data.ts';
import type { RunView } from './run-view.ts';

export type CurveKind = 'loss' | 'accuracy' | 'rate';

type CurveProps = {
  readonly kind: CurveKind;
  readonly data: RunData;
  readonly view: RunView;
  /** Those that have begun. */
  readonly lanes: readonly Track[];
  readonly settings: ChartSettings;
  readonly steps: StepRange;
  readonly cursor: Cursor;
  readonly compact: boolean;
  readonly tools?: ReactNode;
  readonly onZoom: (steps: StepRange | null) => void;
  readonly onToggle: (key: string) => void;
};

const titles: Readonly<Record<CurveKind, string>> = {
  loss: 'Loss',
  accuracy: 'Accuracy',
  rate: 'Learning rate',
};

/** One chart of a run over the steps of its stages: each network begins at step 0, so that they can be compared. */
export function Curve({ kind, data, view, lanes, settings, cursor, tools, onToggle, ...plot }: CurveProps) {
  const shown = lanes.filter((it) => !settings.hidden.has(it.key));
  const chosen = kind === 'loss' ? settings : { ...settings, log: false };
  const smoothing = kind === 'rate' ? 0 : settings.smoothing;
  const look = { ...chosen, smoothing };
  const read = (lane: Track, step: number | null): string => {
    const value =
      kind === 'accuracy'
        ? readAccuracy(view, lane, step)
        : readColumn(data, lane, kind, step, kind === 'loss' ? smoothing : 0);
    if (value === null) return '–';
    return kind === 'accuracy' ? formatPercent(value) : formatValue(value);
  };
  return (
    <section className="chart" data-kind={kind} aria-label={titles[kind]}>
      <header className="chart-head">
        <h3 className="chart-title">{titles[kind]}</h3>
        {kind === 'rate' ? (
          <div className="legend" />
        ) : (
          <Legend lanes={lanes} cursor={cursor} hidden={settings.hidden} onToggle={onToggle} read={read} />
        )}
        {tools}
      </header>
      <Plot
        {...plot}
        cursor={cursor}
        label={describe(kind, shown, read)}
        revision={view.revision}
        series={kind === 'accuracy' ? accuracySeries(shown) : lineSeries(shown, look)}
        log={look.log}
        format={kind === 'accuracy' ? (value) => `${formatTick(value * 100)} %` : formatTick}
        range={
          kind === 'accuracy'
            ? accuracyRange(data, view, shown)
            : kind === 'rate'
              ? rateRange
              : look.log
                ? logRange
                : fromNought
        }
        data={(pixels) =>
          kind === 'accuracy'
            ? accuracyData(data, view, shown, plot.steps, pixels, look)
            : lineData(data, shown, kind, plot.steps, pixels, look)
        }
      />
    </section>
  );
}

function describe(
  kind: CurveKind,
  lanes: readonly Track[],
  read: (lane: Track, step: null) => string,
): string {
  const values = lanes.map((lane) => `${lane.title} ${read(lane, null)}`).join(', ');
  return `${titles[kind]} by step. Last: ${values || 'nothing yet'}. Arrow keys read values out.`;
}
