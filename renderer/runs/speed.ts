/** Milliseconds of the engine's clock over which speed is measured: long enough to be calm, short enough to follow. */
const WINDOW = 5000;

/** Steps a second over the last seconds, by the engine's own clock. */
export class Speed {
  #times: number[] = [];
  #steps: number[] = [];

  /** After a pause or at a new stage the past says nothing. */
  reset(): void {
    this.#times = [];
    this.#steps = [];
  }

  add(time: number, step: number): void {
    this.#times.push(time);
    this.#steps.push(step);
    // The sample at the window's edge stays, so that slow steps are measured too.
    let drop = 0;
    while (drop + 2 < this.#times.length && (this.#times[drop + 1] as number) < time - WINDOW) drop += 1;
    if (drop > 0) {
      this.#times.splice(0, drop);
      this.#steps.splice(0, drop);
    }
  }

  get perSecond(): number | null {
    const last = this.#times.length - 1;
    const time = (this.#times[last] ?? 0) - (this.#times[0] ?? 0);
    // Less than a fifth of a second is noise.
    if (last < 1 || time < 200) return null;
    return (((this.#steps[last] as number) - (this.#steps[0] as number)) / time) * 1000;
  }
}
