import { useMemo } from 'react';
import { Button } from '../../design/button.tsx';
import { useNow } from '../../runs/use-now.ts';
import type { Column } from '../columns.ts';
import { choose, useComparison } from '../comparison.ts';
import type { Table } from '../table-of.ts';
import { axisTitle } from '../tick-text.ts';
import { numericColumns, tradeOff, tradeOffAxes } from './trade-off.ts';
import './trade-off-pane.css';
import { TradeOffPlot } from './trade-off-plot.tsx';

/** Accuracy against what it costs, for all runs that are shown; the line joins those that no other beats in both. */
export function TradeOffPane({ table }: { readonly table: Table }) {
  const chosen = useComparison((it) => it.chosen);
  const now = useNow();
  const wished = useComparison((it) => it.axes);
  const offered = useMemo(() => numericColumns(table.offered, table.shown), [table.offered, table.shown]);
  const axes = tradeOffAxes(offered, wished);
  const [x, y] = [axes?.x, axes?.y];
  const drawn = useMemo(() => (x && y ? tradeOff(table.shown, x, y) : undefined), [table.shown, x, y]);
  if (!x || !y || !drawn)
    return (
      <p className="pane-hint">
        None of the runs that are shown has figures yet. They come when a run is done.
      </p>
    );
  const select = (label: string, value: Column, onChoose: (key: string) => void) => (
    <label className="pane-tool">
      <span>{label}</span>
      <select
        className="input pane-select"
        value={value.key}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {offered.map((it) => (
          <option key={it.key} value={it.key}>
            {axisTitle(it)}
          </option>
        ))}
      </select>
    </label>
  );
  const { points, front } = drawn;
  const left = table.shown.length - points.length;
  return (
    <div className="trade-off">
      <div className="pane-tools">
        {select('Up', y, (key) => useComparison.setState({ axes: { ...wished, y: key } }))}
        {select('Across', x, (key) => useComparison.setState({ axes: { ...wished, x: key } }))}
        {front.length > 0 && (
          <Button
            look="quiet"
            size="small"
            icon="check"
            title="Ticks the runs that no other beats in both figures"
            onClick={() => choose(front.map((it) => it.entry.summary.run))}
          >
            {front.length === 1 ? 'Choose the best run' : `Choose the ${front.length} best`}
          </Button>
        )}
        <span className="trade-off-note">{noteOf(x, y, left)}</span>
      </div>
      {points.length === 0 ? (
        <p className="pane-hint">
          No run that is shown has both figures. Choose others, or wait for a run to end.
        </p>
      ) : (
        <TradeOffPlot drawn={drawn} x={x} y={y} chosen={chosen} now={now} />
      )}
    </div>
  );
}

function noteOf(x: Column, y: Column, left: number): string {
  const without =
    left === 0 ? '' : left === 1 ? ' 1 run lacks one of them.' : ` ${left} runs lack one of them.`;
  if (x.key === y.key) return `Both axes show the same.${without}`;
  if (!x.better || !y.better) return `No front: of one of them neither end is the better one.${without}`;
  return `The line joins the runs that no other beats in both.${without}`;
}
