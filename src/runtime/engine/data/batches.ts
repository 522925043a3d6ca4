import type { ImageQueue } from './image-queue.ts';
import type { LoadedPart, LoadedSource } from './load-source.ts';
import type { Drawn } from './order.ts';
import { rowImages } from './row-images.ts';
import { tokenBatches } from './token-batches.ts';
import { writeShifted } from './transform.ts';

/** Images [n, h, w, c] or texts [n, length] row by row and one class index each. The arrays are used again for the next batch. */
export type Batch = {
  readonly size: number;
  readonly images: Float32Array;
  readonly labels: Int32Array;
  /** Their numbers within the part. */
  readonly examples?: Int32Array;
  /** Tokens that are to be found again [n, length], where some are hidden. */
  readonly targets?: Int32Array | null;
};

export type BatchWriter = Pick<ImageQueue, 'ready' | 'letGo'> & {
  /** @param rows whose images are ready @param drawn how they are changed */
  write(rows: Int32Array, drawn: Drawn | null): Batch;
};

/** Writes the examples at some rows of a part into arrays that are used again and again. */
export function batchWriter(loaded: LoadedSource, part: LoadedPart): BatchWriter {
  const { source, table } = loaded;
  const { examples, places } = part;
  if (examples.images.kind === 'tokens') return tokenBatches(loaded, part, examples.images.ids);
  const [height = 1, width = 1, channels = 1] = source.shape;
  const each = source.shape.reduce((product, size) => product * size, 1);
  const bytesOf = rowImages(loaded, part);
  let images = new Float32Array(0);
  let labels = new Int32Array(0);
  return {
    ready: bytesOf.ready,
    write(rows, drawn) {
      const shifts = drawn?.kind === 'shifts' ? drawn.values : null;
      if (rows.length > labels.length) {
        images = new Float32Array(rows.length * each);
        labels = new Int32Array(rows.length);
      }
      const { bytes, begin } = bytesOf.of(rows);
      for (let at = 0; at < rows.length; at += 1) {
        labels[at] = examples.labels[places[rows[at] as number] as number] as number;
        const from = begin(at);
        const to = at * each;
        if (shifts) {
          const [down, right] = [shifts[2 * at] as number, shifts[2 * at + 1] as number];
          const size = [height, width, channels] as const;
          writeShifted({ bytes, from }, { values: images, to }, table, size, { down, right });
        } else
          for (let pixel = 0; pixel < each; pixel += 1)
            images[to + pixel] = table[bytes[from + pixel] as number] as number;
      }
      const size = rows.length;
      return {
        size,
        images: images.subarray(0, size * each),
        labels: labels.subarray(0, size),
        examples: rows,
      };
    },
    letGo: bytesOf.letGo,
  };
}
