/** Values in one block of the summary: big enough to skip fast, small enough to keep the ends exact and cheap. */
const BLOCK = 64;

/**
 * One growing column of numbers, with the least and the greatest of every block beside it, so that a million
 * points can be drawn into a thousand pixels without looking at each. Missing values are NaN.
 */
export class Column {
  #values = new Float64Array(1024);
  #low = new Float64Array(1024 / BLOCK);
  #high = new Float64Array(1024 / BLOCK);
  #length = 0;
  #cuts = 0;

  get length(): number {
    return this.#length;
  }

  /** Grows whenever values were taken away: what was derived from them must be made anew. */
  get cuts(): number {
    return this.#cuts;
  }

  at(index: number): number {
    return index < this.#length ? (this.#values[index] as number) : Number.NaN;
  }

  append(values: ArrayLike<number | null>): void {
    this.#reserve(this.#length + values.length);
    for (let at = 0; at < values.length; at += 1) this.#put(values[at] ?? Number.NaN);
  }

  push(value: number): void {
    this.#reserve(this.#length + 1);
    this.#put(value);
  }

  /** Fills up with missing values to so many. */
  pad(length: number): void {
    this.#reserve(length);
    while (this.#length < length) this.#put(Number.NaN);
  }

  truncate(length: number): void {
    if (length >= this.#length) return;
    this.#length = length;
    this.#cuts += 1;
    // Only the block that was cut through has changed; it is summed up again.
    const block = Math.floor(length / BLOCK);
    const begin = block * BLOCK;
    for (let at = begin; at < length; at += 1) this.#summarise(at, this.#values[at] as number);
  }

  /** Index of the first value that is not below, in a column that never falls. */
  search(value: number): number {
    let from = 0;
    let to = this.#length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#values[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Least and greatest of [from, to); infinite and turned round where nothing is there. */
  extremes(from: number, to: number): { low: number; high: number } {
    const end = Math.min(to, this.#length);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = from; at < end; ) {
      if (at % BLOCK === 0 && at + BLOCK <= end) {
        const block = at / BLOCK;
        low = Math.min(low, this.#low[block] as number);
        high = Math.max(high, this.#high[block] as number);
        at += BLOCK;
      } else {
        const value = this.#values[at] as number;
        if (value < low) low = value;
        if (value > high) high = value;
        at += 1;
      }
    }
    return { low, high };
  }

  #put(value: number): void {
    this.#values[this.#length] = value;
    this.#summarise(this.#length, value);
    this.#length += 1;
  }

  #summarise(index: number, value: number): void {
    const block = Math.floor(index / BLOCK);
    if (index % BLOCK === 0) {
      this.#low[block] = Number.POSITIVE_INFINITY;
      this.#high[block] = Number.NEGATIVE_INFINITY;
    }
    // Comparisons with NaN are false, so that missing values leave no trace.
    if (value < (this.#low[block] as number)) this.#low[block] = value;
    if (value > (this.#high[block] as number)) this.#high[block] = value;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    let capacity = this.#values.length;
    while (capacity < length) capacity *= 2;
    this.#values = grown(this.#values, capacity);
    this.#low = grown(this.#low, capacity / BLOCK);
    this.#high = grown(this.#high, capacity / BLOCK);
  }
}

function grown(from: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(capacity);
  next.set(from);
  return next;
}
