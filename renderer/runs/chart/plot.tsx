import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { cssColour } from '../../design/css-colour.ts';
import type { Cursor } from './cursor.ts';
import './plot.css';
import { type PlotLook, plotOptions } from './plot-options.ts';

export type StepRange = readonly [from: number, to: number];

type PlotProps = PlotLook & {
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly label: string;
  /** Grows when there is something new to draw. */
  readonly revision: number;
  readonly steps: StepRange;
  /** The data for so many pixels of width; asked for at most once a frame. */
  readonly data: (pixels: number) => uPlot.AlignedData;
  readonly cursor: Cursor;
  /** Null: back to the whole. */
  readonly onZoom: (steps: StepRange | null) => void;
};

/** A chart of steps. Draws at most once a frame, only while it is seen, and only as many points as it has pixels. */
export function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const drawing = useRef<() => void>(() => {});
  const { label, revision, series, log, compact, steps, cursor, onZoom } = props;
  const look = JSON.stringify([series, log, compact]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the plot is made anew when its look changes; all else is read through `latest`
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let plot = make(element, latest, cursor);
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      const width = element.clientWidth;
      const height = element.clientHeight;
      if (width === 0 || height === 0) return;
      if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
      plot.setData(latest.current.data(plot.over.clientWidth || width));
      follow();
    };
    const soon = (): void => {
      frame ||= requestAnimationFrame(draw);
    };
    const follow = (): void => {
      const step = cursor.step();
      const left = step === null ? -10 : plot.valToPos(step, 'x');
      if (Math.abs((plot.cursor.left ?? -10) - left) > 0.5) plot.setCursor({ left, top: 0 }, false);
    };
    const recolour = (): void => {
      plot.destroy();
      plot = make(element, latest, cursor);
      soon();
    };
    const sized = new ResizeObserver(soon);
    sized.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', recolour);
    const unfollow = cursor.subscribe(follow);
    drawing.current = soon;
    soon();
    return () => {
      cancelAnimationFrame(frame);
      sized.disconnect();
      dark.removeEventListener('change', recolour);
      unfollow();
      drawing.current = () => {};
      plot.destroy();
    };
  }, [look, cursor]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: these say that there is something to draw
  useEffect(() => drawing.current(), [revision, steps[0], steps[1], props.data, props.range]);

  const move = (event: KeyboardEvent): void => {
    const [from, to] = steps;
    const stride = Math.max(1, Math.round((to - from) / (event.shiftKey ? 10 : 100)));
    const at = cursor.step();
    const next = keyTarget(event.key, at ?? from, stride, from, to);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onZoom(null);
    cursor.set(next);
  };

  return (
    <div
      ref={box}
      className="plot"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
      tabIndex={0}
      onKeyDown={move}
      onBlur={() => cursor.set(null)}
      onPointerLeave={() => cursor.set(null)}
      onDoubleClick={() => onZoom(null)}
    />
  );
}

function keyTarget(
  key: string,
  at: number,
  stride: number,
  from: number,
  to: number,
): number | null | undefined {
  if (key === 'ArrowRight') return Math.min(to, at + stride);
  if (key === 'ArrowLeft') return Math.max(from, at - stride);
  if (key === 'Home') return from;
  if (key === 'End') return to;
  return key === 'Escape' ? null : undefined;
}

function make(element: HTMLDivElement, latest: { readonly current: PlotProps }, cursor: Cursor): uPlot {
  const size = { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) };
  const look: PlotLook = {
    ...latest.current,
    format: (value) => latest.current.format(value),
    range: (low, high) => latest.current.range(low, high),
  };
  const options = plotOptions(look, size, {
    colour: (token) => cssColour(element, token),
    font: getComputedStyle(element).fontFamily,
    xRange: () => latest.current.steps,
    onCursor: (plot) => {
      const left = plot.cursor.left ?? -1;
      // Only the pointer's own chart speaks; the others are moved to follow it.
      if (left >= 0 && plot.over.matches(':hover')) cursor.set(Math.round(plot.posToVal(left, 'x')));
    },
    onSelect: (plot) => {
      const { left, width } = plot.select;
      if (width < 6) return;
      const from = Math.max(0, Math.floor(plot.posToVal(left, 'x')));
      const to = Math.max(from + 2, Math.ceil(plot.posToVal(left + width, 'x')));
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      latest.current.onZoom([from, to]);
    },
  });
  return new uPlot(options, [[]], element);
}
