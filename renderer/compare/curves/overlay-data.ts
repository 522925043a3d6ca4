import type uPlot from 'uplot';
import { gridOf, gridSteps, withPoints } from '../../runs/chart/decimate.ts';
import type { StepRange } from '../../runs/chart/plot.tsx';
import type { PlotSeries } from '../../runs/chart/plot-options.ts';
import { accuraciesRange, fromNought, logRange, type Range, rateRange } from '../../runs/chart/ranges.ts';
import { epochPoints, readAccuracy, readColumn, sampled } from '../../runs/chart/series.ts';
import type { CurveKind } from '../../runs/curve.tsx';
import type { Overlaid } from './overlaid.ts';

/** How all charts of the overlay are drawn. */
export type OverlaySettings = {
  /** 0: as measured; towards 1: ever calmer. */
  readonly smoothing: number;
  readonly log: boolean;
};

/** Learning rates are as they are; the scale of logarithms is for losses alone. */
const settled = (kind: CurveKind, { smoothing, log }: OverlaySettings): OverlaySettings => ({
  smoothing: kind === 'rate' ? 0 : smoothing,
  log: kind === 'loss' && log,
});

/** One line a run; of accuracies also what each epoch measured, as points. Faint lines would only veil each other. */
export function overlaySeries(kind: CurveKind, overlaid: readonly Overlaid[]): PlotSeries[] {
  const line = ({ title, look }: Overlaid, points: boolean): PlotSeries => ({
    title,
    ...look,
    width: points ? 1.75 : 1.5,
    alpha: kind === 'accuracy' && !points ? 0.3 : 1,
    points,
  });
  const lines = overlaid.map((it) => line(it, false));
  return kind === 'accuracy' ? [...lines, ...overlaid.map((it) => line(it, true))] : lines;
}

export function overlayData(
  kind: CurveKind,
  overlaid: readonly Overlaid[],
  [from, to]: StepRange,
  pixels: number,
  settings: OverlaySettings,
): uPlot.AlignedData {
  const { smoothing, log } = settled(kind, settings);
  const grid = gridOf(from, to, pixels);
  const lines = overlaid.map(({ data, track }) => sampled(data, track, kind, grid, smoothing, log));
  if (kind !== 'accuracy') return [gridSteps(grid), ...lines];
  const epochs = overlaid.map(({ view, track }) => epochPoints(view.epochs, track));
  const { xs, columns } = withPoints(gridSteps(grid), lines, epochs);
  return [xs, ...columns];
}

export function overlayRange(
  kind: CurveKind,
  overlaid: readonly Overlaid[],
  { log }: OverlaySettings,
): Range {
  if (kind === 'accuracy')
    return accuraciesRange(overlaid.map(({ data, view, track }) => ({ data, view, lane: track })));
  if (kind === 'rate') return rateRange;
  return log ? logRange : fromNought;
}

/** The value of a run at a step, or its last one. */
export function readOverlaid(
  kind: CurveKind,
  { data, view, track }: Overlaid,
  step: number | null,
  settings: OverlaySettings,
): number | null {
  if (kind === 'accuracy') return readAccuracy(view, track, step);
  return readColumn(data, track, kind, step, settled(kind, settings).smoothing);
}
