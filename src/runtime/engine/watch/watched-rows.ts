import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import { shuffled, streamOf } from '../streams.ts';

/** A handful: as many as can be looked at in one glance. */
const WATCHED = 8;

/**
 * The rows of a part on which answers are told after every epoch, in order. They depend on the source alone, so that they are
 * the same in every stage, after a resume and in another process. Drawn class by class while classes are left, as eight
 * examples of one class tell little.
 */
export function watchedRows(
  { source }: LoadedSource,
  { examples, places }: LoadedPart,
  most = WATCHED,
): Int32Array {
  const order = shuffled(places.length, streamOf(source.splitSeed, 'watched', 0));
  const labelOf = (row: number): number => examples.labels[places[row] as number] as number;
  const chosen = new Set<number>();
  while (chosen.size < Math.min(most, order.length)) {
    const taken = new Set<number>();
    for (const row of order) {
      if (chosen.size === most) break;
      if (chosen.has(row) || taken.has(labelOf(row))) continue;
      taken.add(labelOf(row));
      chosen.add(row);
    }
  }
  return Int32Array.from(chosen).sort();
}
