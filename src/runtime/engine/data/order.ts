import type { Stage } from '../../../plan/plan.ts';
import { shuffled, streamOf } from '../streams.ts';
import type { Following } from './image-queue.ts';
import type { Masking } from './token-rows.ts';

/** What is drawn for the rows of a step: how each image is moved, down and right, or by which draws tokens are hidden. */
export type Drawn =
  | { readonly kind: 'shifts'; readonly values: Int8Array }
  | { readonly kind: 'masks'; readonly seed: number; readonly view: number };

/** Which examples a step takes, and how each is changed. */
export type StepRows = {
  /** Rows of the training part. */
  readonly rows: Int32Array;
  /** Null where examples stay as they are. */
  readonly drawn: Drawn | null;
  /** Which set of draws `drawn` comes from, from 0 on. */
  readonly view: number;
  /** Where a stage has several tasks: which of them the step is of, and how many steps of it were before. */
  readonly place?: { readonly task: number; readonly step: number };
};

/** The order of training, a function of (seed, step) alone. */
export type TrainingOrder = {
  readonly perEpoch: number;
  at(step: number): StepRows;
};

/**
 * @param count examples of the training part
 * @param batch examples a step; the last step of an epoch takes what is left
 * @param shift pixels that an image is moved at most
 * @param masking how tokens are hidden, where they are
 * @param views after so many epochs the draws of the first come again; null for new ones each epoch
 */
export function trainingOrder(
  count: number,
  {
    seed,
    batch,
    views,
    ...random
  }: Random & {
    readonly seed: number;
    readonly batch: number;
    readonly views: number | null;
  },
): TrainingOrder {
  const perEpoch = Math.ceil(count / batch);
  let epoch = -1;
  let order: Int32Array = new Int32Array(0);
  const draws = drawsOf(random, count, seed);
  return {
    perEpoch,
    at(step) {
      const wanted = Math.floor(step / perEpoch);
      const view = isDrawn(random) ? (views === null ? wanted : wanted % views) : 0;
      if (wanted !== epoch) {
        epoch = wanted;
        order = shuffled(count, streamOf(seed, 'order', epoch));
      }
      const begin = (step % perEpoch) * batch;
      const rows = order.subarray(begin, Math.min(begin + batch, count));
      return { rows, view, drawn: draws(view, rows) };
    },
  };
}

/** What of a source is random. */
export type Random = {
  /** Pixels that an image is moved at most. */
  readonly shift: number;
  /** How tokens are hidden, where they are. */
  readonly masking?: Masking | null;
};

export const isDrawn = ({ shift, masking = null }: Random): boolean => shift > 0 || masking !== null;

/** The draws of a view for some rows of a part of `count` examples: which batch an example falls into makes no difference. */
export function drawsOf(
  { shift, masking }: Random,
  count: number,
  seed: number,
): (view: number, rows: Int32Array) => Drawn | null {
  if (masking) return (view) => ({ kind: 'masks', seed, view });
  if (shift === 0) return () => null;
  let all: { readonly view: number; readonly shifts: Int8Array } | null = null;
  return (view, rows) => {
    if (all?.view !== view) all = { view, shifts: drawShifts(shift, count, seed, view) };
    return { kind: 'shifts', values: shiftsOf(all.shifts, rows) };
  };
}

/** What comes after the rows of a step of training, for those who read ahead; apart from how images are moved. */
export function rowsAhead(
  count: number,
  { seed, batch, steps }: Pick<Stage, 'seed' | 'batch' | 'steps'>,
): (step: number) => Following {
  // One of its own: looking ahead of an epoch's end would make another forget the order of that epoch.
  const order = trainingOrder(count, { seed, batch, shift: 0, views: null });
  return (step) => (batches) => (step + batches < steps ? order.at(step + batches).rows : null);
}

/** What comes after some rows where all are gone through in order. */
export function rowsAfter(count: number, rows: Int32Array): Following {
  const begin = (batches: number): number => (rows[0] ?? 0) + batches * rows.length;
  return (batches) => (begin(batches) < count ? rowsFrom(begin(batches), rows.length, count) : null);
}

/** So many rows in order, or as many as are left. */
export const rowsFrom = (begin: number, most: number, count: number): Int32Array =>
  Int32Array.from({ length: Math.min(most, count - begin) }, (_, at) => begin + at);

/** How many rows come at once where so many are gone through by at most so many: the last time what is left. */
export const chunkSizes = (count: number, most: number): number[] => [
  ...new Set([Math.min(most, count), count % most].filter((it) => it > 0)),
];

/** Down and right for every example of the part: which batch an example falls into makes no difference. */
function drawShifts(pixels: number, count: number, seed: number, view: number): Int8Array {
  const stream = streamOf(seed, 'shift', view);
  return Int8Array.from({ length: 2 * count }, () => stream.whole(-pixels, pixels));
}

/** Those of some rows, in their order. */
function shiftsOf(all: Int8Array, rows: Int32Array): Int8Array {
  const own = new Int8Array(2 * rows.length);
  rows.forEach((row, at) => {
    own[2 * at] = all[2 * row] as number;
    own[2 * at + 1] = all[2 * row + 1] as number;
  });
  return own;
}
