import type { LoadedPart, LoadedSource } from './load-source.ts';
import { writeShifted } from './transform.ts';

/** Images [n, h, w, c] row by row and one class index each. The arrays are used again for the next batch. */
export type Batch = { readonly size: number; readonly images: Float32Array; readonly labels: Int32Array };

/**
 * Writes the examples at some rows of a part into arrays that are used again and again.
 *
 * @param batch rows at most
 */
export function batchWriter({ source, table }: LoadedSource, part: LoadedPart, batch: number) {
  const { examples, places } = part;
  const [height = 1, width = 1, channels = 1] = source.shape;
  const each = source.shape.reduce((product, size) => product * size, 1);
  const images = new Float32Array(batch * each);
  const labels = new Int32Array(batch);
  /** @param shifts down and right for every row */
  return (rows: Int32Array, shifts: Int8Array | null): Batch => {
    const bytes = examples.images;
    for (let at = 0; at < rows.length; at += 1) {
      const place = places[rows[at] as number] as number;
      labels[at] = examples.labels[place] as number;
      const from = place * each;
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
    return { size, images: images.subarray(0, size * each), labels: labels.subarray(0, size) };
  };
}
