import { useMemo, useState } from 'react';
import { useNow } from '../../runs/use-now.ts';
import { toggleChosen, useComparison } from '../comparison.ts';
import type { Entry } from '../entry.ts';
import { cellText } from '../quantity.ts';
import { runLook } from '../run-look.ts';
import type { Table } from '../table-of.ts';
import { axisTitle, tickText } from '../tick-text.ts';
import { useBoxSize } from '../use-box-size.ts';
import { axisOf, linePath, parallelColumns } from './parallel.ts';
import './parallel-pane.css';

/** Room around the axes, in CSS pixels. */
const EDGE = { left: 72, right: 96, top: 44, bottom: 20 };

/** Every run that is shown as one line through its parameters to what came of them. Chosen runs stand out. */
export function ParallelPane({ table }: { readonly table: Table }) {
  const { columns, shown } = table;
  const chosen = useComparison((it) => it.chosen);
  const now = useNow();
  const [box, size] = useBoxSize();
  const [held, setHeld] = useState<string | null>(null);
  const axes = useMemo(
    () => parallelColumns(columns, shown).map((it) => axisOf(it, shown)),
    [columns, shown],
  );
  const width = Math.max(1, size.width - EDGE.left - EDGE.right);
  const height = Math.max(1, size.height - EDGE.top - EDGE.bottom);
  const across = (axis: number): number =>
    EDGE.left + (axes.length > 1 ? (axis / (axes.length - 1)) * width : 0);
  const place = (axis: number, at: number) => ({ x: across(axis), y: EDGE.top + (1 - at) * height });
  const room = axes.length > 1 ? width / (axes.length - 1) : width;
  // What stands out lies over what does not.
  const rank = ({ summary: { run } }: Entry): number => (run === held ? 2 : chosen.includes(run) ? 1 : 0);
  const drawn = shown.toSorted((a, b) => rank(a) - rank(b));
  const pointed = shown.find((it) => it.summary.run === held);
  return (
    <div ref={box} className="parallel" style={{ ['--opacity' as string]: opacityOf(shown.length) }}>
      {axes.length < 2 ? (
        <p className="pane-hint">
          Runs that differ in a parameter are laid side by side here. All that are shown have the same
          parameters.
        </p>
      ) : (
        <svg
          className="parallel-picture"
          width={size.width}
          height={size.height}
          role="img"
          aria-label={`${shown.length} runs as lines through ${axes.map((it) => axisTitle(it.column)).join(', ')}. The table above has the same figures.`}
          onPointerLeave={() => setHeld(null)}
        >
          {axes.map(({ column }, index) => (
            <g key={column.key}>
              <line
                className="parallel-axis"
                x1={across(index)}
                x2={across(index)}
                y1={EDGE.top}
                y2={EDGE.top + height}
              />
              <text className="plot-axis" x={across(index)} y={18} textAnchor="middle">
                {shortened(column.title, room)}
              </text>
              {column.of && (
                <text className="plot-tick" x={across(index)} y={32} textAnchor="middle">
                  {shortened(column.of, room)}
                </text>
              )}
            </g>
          ))}
          {drawn.map((entry) => {
            const { run } = entry.summary;
            const among = chosen.indexOf(run);
            const look = among >= 0 ? runLook(among) : undefined;
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: the table above chooses by keys
              <path
                key={run}
                className="parallel-line"
                d={linePath(entry, axes, place)}
                data-chosen={among >= 0 || undefined}
                data-held={run === held || undefined}
                data-back={(chosen.length > 0 && among < 0) || undefined}
                style={
                  look && { stroke: `var(${look.token})`, strokeDasharray: look.dash.join(' ') || undefined }
                }
                onPointerEnter={() => setHeld(run)}
                onClick={() => toggleChosen(run)}
              />
            );
          })}
          {axes.map(({ column, ticks }, index) => (
            <g key={column.key}>
              {ticks.map(({ at, cell }) => (
                <text
                  key={String(cell)}
                  className="plot-tick parallel-tick"
                  x={across(index) + (index === axes.length - 1 ? 8 : -8)}
                  y={EDGE.top + (1 - at) * height + 4}
                  textAnchor={index === axes.length - 1 ? 'start' : 'end'}
                >
                  {shortened(
                    typeof cell === 'number' ? tickText(column, cell, now) : cellText(column.unit, cell, now),
                    Math.min(room, 140) * 0.7,
                  )}
                </text>
              ))}
            </g>
          ))}
        </svg>
      )}
      {pointed && <p className="parallel-tip truncate">{pointed.summary.title}</p>}
    </div>
  );
}

/** Of one line among so many: the more there are, the fainter each, and where they gather it shows. */
const opacityOf = (count: number): number => Math.min(0.55, Math.max(0.05, 20 / Math.max(1, count)));

/** As many letters as so many pixels have room for. */
function shortened(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6.2));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
