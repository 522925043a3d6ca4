import { Column } from './column.ts';

/**
 * The exponential moving average of a column, kept beside it and grown with it. Its start is corrected for the
 * weight that is still missing, so that it begins at the first value and not at nought.
 *
 * s₀ = 0, sᵢ = f·sᵢ₋₁ + (1 − f)·vᵢ; shown: sᵢ / (1 − fⁱ). Missing values are stepped over.
 */
export class Smoothed {
  readonly #source: Column;
  readonly #factor: number;
  #shown = new Column();
  #sum = 0;
  #weight = 1;
  #cuts: number;

  /** @param factor how much of the past is kept at each value, 0 ≤ f < 1 */
  constructor(source: Column, factor: number) {
    this.#source = source;
    this.#factor = factor;
    this.#cuts = source.cuts;
  }

  get factor(): number {
    return this.#factor;
  }

  /** Up to date with its source. */
  column(): Column {
    if (this.#factor === 0) return this.#source;
    if (this.#cuts !== this.#source.cuts) {
      this.#cuts = this.#source.cuts;
      this.#shown = new Column();
      this.#sum = 0;
      this.#weight = 1;
    }
    const factor = this.#factor;
    for (let at = this.#shown.length; at < this.#source.length; at += 1) {
      const value = this.#source.at(at);
      if (Number.isNaN(value)) {
        this.#shown.push(value);
        continue;
      }
      this.#sum = factor * this.#sum + (1 - factor) * value;
      this.#weight *= factor;
      this.#shown.push(this.#sum / (1 - this.#weight));
    }
    return this.#shown;
  }
}
