/** The places of some rows as they lie in the file, each once, and which of them belongs to each row. */
export function inFileOrder(rows: Int32Array, places: Int32Array) {
  const sorted = new Int32Array(new Set(rows.map((row) => places[row] as number))).sort();
  const slotOf = new Map<number, number>();
  sorted.forEach((place, at) => {
    slotOf.set(place, at);
  });
  return { sorted, slots: rows.map((row) => slotOf.get(places[row] as number) as number) };
}

/** Bytes that are neighbours in a file, and where they go. */
export type Stretch = { readonly from: number; readonly to: number; readonly length: number };

/**
 * What to read for images that are to stand one after another: those that are neighbours in the file at once.
 *
 * @param places in ascending order, none twice
 * @param begin of the first image of the file @param each bytes of an image
 */
export function stretchesOf(places: Int32Array, begin: number, each: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = 0; at < places.length; ) {
    const first = places[at] as number;
    let end = at + 1;
    while (places[end] === first + end - at) end += 1;
    stretches.push({ from: begin + first * each, to: at * each, length: (end - at) * each });
    at = end;
  }
  return stretches;
}
