import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import type { Column } from '../columns.ts';
import { toggleChosen } from '../comparison.ts';
import { cellText } from '../quantity.ts';
import { runLook } from '../run-look.ts';
import { axisTitle, tickText } from '../tick-text.ts';
import { useBoxSize } from '../use-box-size.ts';
import { frontPath, type TradeOff, type TradePoint } from './trade-off.ts';

/** Room around the plot for its axes, in CSS pixels. */
const EDGE = { left: 68, right: 20, top: 12, bottom: 40 };
/** The pointer means a point that is so near. */
const NEAR = 24;

type TradeOffPlotProps = {
  readonly drawn: TradeOff;
  readonly x: Column;
  readonly y: Column;
  readonly chosen: readonly string[];
  readonly now: number;
};

/** The plot itself. Arrow keys go from run to run, Space chooses one; so does a press. */
export function TradeOffPlot({ drawn, x, y, chosen, now }: TradeOffPlotProps) {
  const id = useId();
  const [box, size] = useBoxSize();
  const [held, setHeld] = useState<string | null>(null);
  const { points, front } = drawn;
  const width = Math.max(1, size.width - EDGE.left - EDGE.right);
  const height = Math.max(1, size.height - EDGE.top - EDGE.bottom);
  const across = (value: number): number => EDGE.left + drawn.x.at(value) * width;
  const up = (value: number): number => EDGE.top + (1 - drawn.y.at(value)) * height;
  const place = (it: TradePoint) => ({ x: across(it.x), y: up(it.y) });
  const runOf = (it: TradePoint): string => it.entry.summary.run;
  const best = new Set(front.map(runOf));
  const at = points.findIndex((it) => runOf(it) === held);
  const pointed = points[at];

  const nearest = (event: PointerEvent<HTMLElement>): TradePoint | undefined => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - bounds.left, event.clientY - bounds.top];
    let found: { readonly point: TradePoint; readonly away: number } | undefined;
    for (const point of points) {
      const { x: px, y: py } = place(point);
      const away = Math.hypot(px - left, py - top);
      if (away <= NEAR && (!found || away < found.away)) found = { point, away };
    }
    return found?.point;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (next !== undefined) {
      const to = points[Math.max(0, Math.min(points.length - 1, next))];
      if (to) setHeld(runOf(to));
    } else if ((event.key === ' ' || event.key === 'Enter') && pointed) toggleChosen(runOf(pointed));
    else return;
    event.preventDefault();
  };

  return (
    <div ref={box} className="trade-off-plot">
      <svg
        className="trade-off-axes"
        width={size.width}
        height={size.height}
        aria-hidden="true"
        focusable="false"
      >
        {drawn.y.ticks.map((it) => (
          <g key={it}>
            <line className="plot-grid" x1={EDGE.left} x2={EDGE.left + width} y1={up(it)} y2={up(it)} />
            <text className="plot-tick" x={EDGE.left - 8} y={up(it) + 4} textAnchor="end">
              {tickText(y, it, now)}
            </text>
          </g>
        ))}
        {drawn.x.ticks.map((it) => (
          <g key={it}>
            <line
              className="plot-grid"
              x1={across(it)}
              x2={across(it)}
              y1={EDGE.top}
              y2={EDGE.top + height}
            />
            <text className="plot-tick" x={across(it)} y={EDGE.top + height + 16} textAnchor="middle">
              {tickText(x, it, now)}
            </text>
          </g>
        ))}
        <text className="plot-axis" x={EDGE.left + width} y={EDGE.top + height + 34} textAnchor="end">
          {axisTitle(x)}
        </text>
        <text className="plot-axis" x={EDGE.left + 6} y={EDGE.top + 10}>
          {axisTitle(y)}
        </text>
        <path className="trade-off-front" d={frontPath(front, place)} />
      </svg>
      <div
        className="trade-off-points"
        role="listbox"
        aria-label={`Runs by ${axisTitle(y)} and ${axisTitle(x)}`}
        aria-multiselectable
        aria-activedescendant={pointed ? `${id}-${at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          const found = nearest(event);
          setHeld(found ? runOf(found) : null);
        }}
        onPointerLeave={() => setHeld(null)}
        onClick={() => pointed && toggleChosen(runOf(pointed))}
      >
        {size.width > 0 &&
          points.map((point, index) => {
            const run = runOf(point);
            const among = chosen.indexOf(run);
            const { x: left, y: top } = place(point);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
              <span
                key={run}
                id={`${id}-${index}`}
                role="option"
                aria-selected={among >= 0}
                aria-label={`${point.entry.summary.title}: ${tellOf(point, x, y, now)}`}
                className="trade-off-point"
                data-best={best.has(run) || undefined}
                data-held={run === held || undefined}
                style={{
                  left,
                  top,
                  ...(among >= 0 && { ['--point' as string]: `var(${runLook(among).token})` }),
                }}
              />
            );
          })}
      </div>
      {pointed && (
        <p className="trade-off-tip" style={tipPlace(place(pointed), size)}>
          <strong className="truncate">{pointed.entry.summary.title}</strong>
          <span>{tellOf(pointed, x, y, now)}</span>
        </p>
      )}
    </div>
  );
}

const tellOf = (point: TradePoint, x: Column, y: Column, now: number): string =>
  `${axisTitle(y)} ${cellText(y.unit, point.y, now)}, ${axisTitle(x)} ${cellText(x.unit, point.x, now)}`;

/** Beside the point, on the side where there is room. */
function tipPlace(at: { readonly x: number; readonly y: number }, size: { readonly width: number }) {
  const top = Math.max(4, at.y - 52);
  return at.x > size.width / 2 ? { right: size.width - at.x + 10, top } : { left: at.x + 10, top };
}
