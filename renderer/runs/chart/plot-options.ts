import type uPlot from 'uplot';

export type PlotSeries = {
  readonly title: string;
  /** Colour token. */
  readonly token: string;
  readonly dash: readonly number[];
  /** CSS pixels. */
  readonly width: number;
  readonly alpha: number;
  /** Each value is a measurement of its own and gets a point. */
  readonly points: boolean;
};

export type PlotLook = {
  readonly series: readonly PlotSeries[];
  readonly log: boolean;
  /** Text of a value on the y axis. */
  readonly format: (value: number) => string;
  /** Least and greatest of the y axis from those of the data. */
  readonly range: (low: number, high: number) => readonly [number, number];
  /** Axis labels are left out where there is no room. */
  readonly compact: boolean;
};

type Hooks = {
  readonly colour: (token: string) => string;
  readonly font: string;
  readonly xRange: () => readonly [number, number];
  readonly onCursor: (plot: uPlot) => void;
  readonly onSelect: (plot: uPlot) => void;
};

const shortStep = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** All that uPlot is told: our colours, our axes, no legend of its own, zoom handed back to the board. */
export function plotOptions(
  { series, log, format, range, compact }: PlotLook,
  size: { readonly width: number; readonly height: number },
  { colour, font, xRange, onCursor, onSelect }: Hooks,
): uPlot.Options {
  const axis = {
    stroke: colour('--chart-axis'),
    font: `11px ${font}`,
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [6, 10, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [...xRange()] as [number, number] },
      y: {
        ...(log && { distr: 3 as const, log: 10 as const }),
        range: (_, low, high) => [...range(low, high)] as [number, number],
      },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 4,
        space: 64,
        grid: { show: false },
        values: (_, splits) => splits.map((it) => (Number.isInteger(it) ? shortStep.format(it) : '')),
      },
      {
        ...axis,
        size: compact ? 44 : 48,
        gap: 4,
        space: 28,
        values: (_, splits) => splits.map((it) => (it === null ? '' : format(it))),
      },
    ],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 6 },
    },
    series: [
      {},
      ...series.map((it) => ({
        stroke: colour(it.token),
        width: it.width,
        alpha: it.alpha,
        dash: [...it.dash],
        spanGaps: true,
        points: it.points
          ? { show: true, size: 6, width: 1.5, fill: colour('--surface'), stroke: colour(it.token) }
          : { show: false },
      })),
    ],
    hooks: { setCursor: [onCursor], setSelect: [onSelect] },
  };
}
