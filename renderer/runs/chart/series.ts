import type uPlot from 'uplot';
import { Column } from '../column.ts';
import { type Lane, laneLook, type Track } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { EpochMeasures, RunView } from '../run-view.ts';
import { type Grid, gridOf, gridSteps, sample, valueAt, withPoints } from './decimate.ts';
import type { StepRange } from './plot.tsx';
import type { PlotSeries } from './plot-options.ts';

/** Told to every chart of a board. */
export type ChartSettings = {
  /** 0: as measured; towards 1: ever calmer. */
  readonly smoothing: number;
  readonly log: boolean;
  readonly hidden: ReadonlySet<string>;
};

const line = (lane: Lane, more: Partial<PlotSeries>): PlotSeries => ({
  title: lane.title,
  ...laneLook(lane),
  width: 1.75,
  alpha: 1,
  points: false,
  ...more,
});

const faint = { width: 1, alpha: 0.28, dash: [] } as const;

const nothing = new Column();

const gridFor = ([from, to]: StepRange, pixels: number): Grid => gridOf(from, to, pixels);

/** Series of a column for all lanes: as measured, and smoothed on top of it. */
export function lineSeries(lanes: readonly Lane[], { smoothing }: ChartSettings): PlotSeries[] {
  return smoothing > 0
    ? [...lanes.map((lane) => line(lane, faint)), ...lanes.map((lane) => line(lane, {}))]
    : lanes.map((lane) => line(lane, { width: 1.25 }));
}

export function lineData(
  data: RunData,
  lanes: readonly Track[],
  column: string,
  steps: StepRange,
  pixels: number,
  { smoothing, log }: ChartSettings,
): uPlot.AlignedData {
  const grid = gridFor(steps, pixels);
  const measured = lanes.map((lane) => sampled(data, lane, column, grid, 0, log));
  const calm = smoothing > 0 ? lanes.map((lane) => sampled(data, lane, column, grid, smoothing, log)) : [];
  return [gridSteps(grid), ...measured, ...calm];
}

/** Batches faintly, and every epoch's evaluation as a point of its own. */
export function accuracySeries(lanes: readonly Lane[]): PlotSeries[] {
  return [...lanes.map((lane) => line(lane, faint)), ...lanes.map((lane) => line(lane, { points: true }))];
}

export function accuracyData(
  data: RunData,
  view: RunView,
  lanes: readonly Track[],
  steps: StepRange,
  pixels: number,
  { smoothing }: ChartSettings,
): uPlot.AlignedData {
  const grid = gridFor(steps, pixels);
  const batches = lanes.map((lane) => sampled(data, lane, 'accuracy', grid, smoothing, false));
  const epochs = lanes.map((lane) => epochPoints(view.epochs, lane));
  const { xs, columns } = withPoints(gridSteps(grid), batches, epochs);
  return [xs, ...columns];
}

/** A column of one track at the points of a grid. @param positive leaves out what has no place on a scale of logarithms */
export function sampled(
  data: RunData,
  { key }: Track,
  column: string,
  grid: Grid,
  smoothing: number,
  positive: boolean,
): (number | null)[] {
  const curves = data.curves.get(key);
  const values = smoothing > 0 ? curves?.smoothed(column, smoothing) : curves?.column(column);
  return sample(curves?.steps ?? nothing, values ?? nothing, grid, positive);
}

/** The evaluations of a network after its epochs. */
export function epochPoints(epochs: readonly EpochMeasures[], lane: Lane): { x: number; y: number }[] {
  return epochs
    .filter((it) => it.stage === lane.stage)
    .flatMap(({ step, measured }) => {
      const found = measured.find((it) => it.network === lane.network);
      return found ? [{ x: step, y: found.accuracy }] : [];
    });
}

/** The value of a column at a step, or the last where no step is pointed at. */
export function readColumn(
  data: RunData,
  { key }: Track,
  column: string,
  step: number | null,
  smoothing: number,
): number | null {
  const curves = data.curves.get(key);
  const values = smoothing > 0 ? curves?.smoothed(column, smoothing) : curves?.column(column);
  if (!curves || !values) return null;
  const last = curves.steps.at(curves.steps.length - 1);
  if (step !== null && step > last) return null;
  return valueAt(curves.steps, values, step ?? last);
}

/** The evaluation at or before a step, or the last. */
export function readAccuracy(view: RunView, lane: Lane, step: number | null): number | null {
  const points = epochPoints(view.epochs, lane);
  const last = points.at(-1);
  if (step === null) return last?.y ?? null;
  if (!last || step > last.x + 1) return null;
  return points.findLast((it) => it.x <= step)?.y ?? null;
}
