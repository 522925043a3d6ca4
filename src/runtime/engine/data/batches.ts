import { shuffled, streamOf } from '../streams.ts';
import type { LoadedPart, LoadedSource } from './load-source.ts';
import { writeShifted } from './transform.ts';

/** Images [n, h, w, c] row by row and one class index each. The arrays are used again for the next batch. */
export type Batch = { readonly size: number; readonly images: Float32Array; readonly labels: Int32Array };

/** The batches of training, each a function of (seed, step) alone. */
export type TrainingBatches = { readonly perEpoch: number; at(step: number): Batch };

/**
 * @param seed of the stage: orders, and how images are moved
 * @param batch examples a step; the last step of an epoch takes what is left
 */
export function trainingBatches(loaded: LoadedSource, seed: number, batch: number): TrainingBatches {
  const part = loaded.parts.train;
  const count = part.places.length;
  const perEpoch = Math.ceil(count / batch);
  const write = batchWriter(loaded, part, batch);
  let epoch = -1;
  let order: Int32Array = new Int32Array(0);
  let shifts: Int8Array | null = null;
  return {
    perEpoch,
    at(step) {
      const wanted = Math.floor(step / perEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = shuffled(count, streamOf(seed, 'order', epoch));
        shifts = loaded.shift > 0 ? drawShifts(loaded.shift, count, seed, epoch) : null;
      }
      const begin = (step % perEpoch) * batch;
      return write(order.subarray(begin, Math.min(begin + batch, count)), shifts);
    },
  };
}

/** Down and right for every example: which batch an example falls into makes no difference. */
function drawShifts(pixels: number, count: number, seed: number, epoch: number): Int8Array {
  const stream = streamOf(seed, 'shift', epoch);
  return Int8Array.from({ length: 2 * count }, () => stream.whole(-pixels, pixels));
}

/** A part in the order of its file, as it is: nothing random touches it. */
export function* evaluationBatches(loaded: LoadedSource, part: LoadedPart, batch: number): Generator<Batch> {
  const write = batchWriter(loaded, part, batch);
  const rows = Int32Array.from(part.places, (_, at) => at);
  for (let begin = 0; begin < rows.length; begin += batch)
    yield write(rows.subarray(begin, begin + batch), null);
}

/** Writes the examples at some rows of a part into arrays that are used again and again. */
export function batchWriter({ source, table }: LoadedSource, part: LoadedPart, batch: number) {
  const { examples, places } = part;
  const [height = 1, width = 1] = source.shape;
  const each = source.shape.reduce((product, size) => product * size, 1);
  const images = new Float32Array(batch * each);
  const labels = new Int32Array(batch);
  return (rows: Int32Array, shifts: Int8Array | null): Batch => {
    const bytes = examples.images;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      const place = places[row] as number;
      labels[at] = examples.labels[place] as number;
      const from = place * each;
      const to = at * each;
      if (shifts) {
        const down = shifts[2 * row] as number;
        const right = shifts[2 * row + 1] as number;
        writeShifted({ bytes, from }, { values: images, to }, table, [height, width], { down, right });
      } else
        for (let pixel = 0; pixel < each; pixel += 1)
          images[to + pixel] = table[bytes[from + pixel] as number] as number;
    }
    const size = rows.length;
    return { size, images: images.subarray(0, size * each), labels: labels.subarray(0, size) };
  };
}
