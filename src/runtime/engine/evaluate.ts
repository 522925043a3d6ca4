import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs';
import type { EngineEvent } from '../../plan/events.ts';
import type { Part } from '../../plan/plan.ts';
import { batchWriter, evaluationBatches } from './data/batches.ts';
import type { LoadedSource } from './data/load-source.ts';
import { forward, type LiveNetwork, logitsLayer, neededLayers } from './networks.ts';

/** A network's answers on one part of a source. */
export type Answers = {
  readonly measured: Extract<EngineEvent, { kind: 'evaluation' }>['measured'];
  /** The class that it says, an example. */
  readonly predictions: Int32Array;
  /** Rows are true classes, columns predictions. */
  readonly confusion: number[][];
};

const EVALUATION_BATCH = 512;
const TIMING_BATCH = 256;
const TIMING_RUNS = 9;

/** Logits [n, classes] of images row by row, in inference mode. */
function logitsOf(live: LiveNetwork, images: Float32Array, size: number): tf.Tensor {
  const layer = logitsLayer(live.network);
  const layers = neededLayers(live.network.layers, [layer]);
  const x = tf.tensor(images, [size, ...live.network.input], 'float32');
  return forward(live, layers, x, null).get(layer) as tf.Tensor;
}

/**
 * Accuracy and mean cross-entropy (nats, summed in float64) of a network on a part.
 *
 * @param turn called between batches; may throw to give up
 */
export async function evaluate(
  live: LiveNetwork,
  loaded: LoadedSource,
  part: Part,
  turn: () => Promise<void> | undefined,
): Promise<Answers> {
  const { classes, id, role } = live.network;
  const examples = loaded.parts[part].places.length;
  const predictions = new Int32Array(examples);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let right = 0;
  let loss = 0;
  let done = 0;
  for (const { size, images, labels } of evaluationBatches(loaded, loaded.parts[part], EVALUATION_BATCH)) {
    const logits = tf.tidy(() => logitsOf(live, images, size));
    const values = logits.dataSync() as Float32Array;
    for (let row = 0; row < size; row += 1) {
      const own = values.subarray(row * classes, (row + 1) * classes);
      const label = labels[row] as number;
      const said = highest(own);
      loss += crossEntropy(own, label);
      if (said === label) right += 1;
      predictions[done + row] = said;
      const confused = confusion[label] as number[];
      confused[said] = (confused[said] ?? 0) + 1;
    }
    logits.dispose();
    done += size;
    await turn();
  }
  const measured = { network: id, role, part, examples, accuracy: right / examples, loss: loss / examples };
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

/** Median time of a forward pass over a batch of 256, divided by 256; microseconds. */
export function microsecondsPerImage(live: LiveNetwork, loaded: LoadedSource, part: Part): number {
  const { places } = loaded.parts[part];
  const rows = Int32Array.from({ length: TIMING_BATCH }, (_, at) => at % places.length);
  const { images } = batchWriter(loaded, loaded.parts[part], TIMING_BATCH)(rows, null);
  const once = (): number => {
    const began = performance.now();
    tf.tidy(() => logitsOf(live, images, TIMING_BATCH).dataSync());
    return performance.now() - began;
  };
  // The first runs compile and allocate.
  once();
  once();
  const times = Array.from({ length: TIMING_RUNS }, once).sort((a, b) => a - b);
  return ((times[Math.floor(TIMING_RUNS / 2)] as number) * 1000) / TIMING_BATCH;
}
