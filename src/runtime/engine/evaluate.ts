import { performance } from 'node:perf_hooks';
import type { EngineEvent } from '../../plan/events.ts';
import type { Part } from '../../plan/plan.ts';
import type { LoadedPart } from './data/load-source.ts';
import { chunkSizes, rowsFrom } from './data/order.ts';
import type { Answering } from './execution.ts';
import type { LiveNetwork } from './networks.ts';

/** A network's answers on one part of a source. */
export type Answers = {
  readonly measured: Extract<EngineEvent, { kind: 'evaluation' }>['measured'];
  /** The class that it says, an example. */
  readonly predictions: Int32Array;
  /** Rows are true classes, columns predictions. */
  readonly confusion: number[][];
};

/** Overhears what a network answers. @param rows of the part, one after another @param logits [rows, classes]; gone after the call */
export type LogitsListener = (rows: Int32Array, logits: Float32Array) => void;

const EVALUATION_BATCH = 512;
export const TIMING_BATCH = 256;
const TIMING_RUNS = 9;

/** How many rows at once an evaluation of a part asks for. */
export const evaluationSizes = (count: number): number[] => chunkSizes(count, EVALUATION_BATCH);

/**
 * Accuracy and mean cross-entropy (nats, summed in float64) of a network on a part.
 *
 * @param turn called between batches; may throw to give up
 */
export async function evaluate(
  { network: { classes, id, role } }: LiveNetwork,
  answering: Answering,
  { examples, places }: LoadedPart,
  part: Part,
  turn: () => Promise<void> | undefined,
  hear: LogitsListener = () => undefined,
): Promise<Answers> {
  const count = places.length;
  const predictions = new Int32Array(count);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let right = 0;
  let loss = 0;
  for (let begin = 0; begin < count; begin += EVALUATION_BATCH) {
    const rows = rowsFrom(begin, EVALUATION_BATCH, count);
    await answering.ready(rows);
    const values = answering.logits(rows);
    hear(rows, values);
    for (const [at, row] of rows.entries()) {
      const own = values.subarray(at * classes, (at + 1) * classes);
      const label = examples.labels[places[row] as number] as number;
      const said = highest(own);
      loss += crossEntropy(own, label);
      if (said === label) right += 1;
      predictions[row] = said;
      const confused = confusion[label] as number[];
      confused[said] = (confused[said] ?? 0) + 1;
    }
    await turn();
  }
  const measured = { network: id, role, part, examples: count, accuracy: right / count, loss: loss / count };
  return { measured, predictions, confusion };
}

/** The first of the highest; a network that says NaN says class 0. */
function highest(values: Float32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at += 1)
    if ((values[at] as number) > (values[best] as number)) best = at;
  return best;
}

function crossEntropy(logits: Float32Array, label: number): number {
  const top = logits[highest(logits)] as number;
  let sum = 0;
  for (const it of logits) sum += Math.exp(it - top);
  return Math.log(sum) + top - (logits[label] as number);
}

/** Share of examples on which both say the same class. */
export function agreement(a: Answers, b: Answers): number {
  const same = a.predictions.reduce((count, it, at) => count + (it === b.predictions[at] ? 1 : 0), 0);
  return same / a.predictions.length;
}

/** Median time of a forward pass over a batch of 256, divided by 256; microseconds. @param count examples of the part */
export async function microsecondsPerImage(answering: Answering, count: number): Promise<number> {
  const rows = Int32Array.from({ length: TIMING_BATCH }, (_, at) => at % count);
  await answering.ready(rows);
  const once = (): number => {
    const began = performance.now();
    answering.logits(rows);
    return performance.now() - began;
  };
  // The first runs compile and allocate.
  once();
  once();
  const times = Array.from({ length: TIMING_RUNS }, once).sort((a, b) => a - b);
  return ((times[Math.floor(TIMING_RUNS / 2)] as number) * 1000) / TIMING_BATCH;
}
