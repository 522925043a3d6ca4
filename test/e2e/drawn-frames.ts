import type { Page } from 'playwright-core';

/** Milliseconds between the frames that a page drew. */
export type DrawnFrames = {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  /** The 95th percentile of the median second: other work on the machine slows some, what the page does itself all. */
  readonly usual: number;
};

type Noted = { readonly drawn: { readonly times: number[]; on: boolean } };

/** Notes when the page draws, from now until it is asked. */
export class FrameWatch {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async on(page: Page): Promise<FrameWatch> {
    await page.evaluate(() => {
      const times: number[] = [];
      const noted: Noted = Object.assign(globalThis, { drawn: { times, on: true } });
      const tick = (time: number): void => {
        times.push(time);
        if (noted.drawn.on) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    return new FrameWatch(page);
  }

  /** Resolves once so many frames were drawn. */
  async drew(count: number): Promise<void> {
    await this.#page.waitForFunction(
      (wanted) => (globalThis as unknown as Noted).drawn.times.length > wanted,
      count,
    );
  }

  async end(): Promise<DrawnFrames> {
    const times = await this.#page.evaluate(() => {
      const { drawn } = globalThis as unknown as Noted;
      drawn.on = false;
      return drawn.times;
    });
    const between = times.slice(1).map((it, at) => it - (times[at] ?? 0));
    const seconds = new Map<number, number[]>();
    between.forEach((it, at) => {
      const second = Math.floor((times[at] ?? 0) / 1000);
      seconds.set(second, [...(seconds.get(second) ?? []), it]);
    });
    const eachP95 = [...seconds.values()].map((it) => quantile(it, 0.95));
    return {
      count: between.length,
      median: quantile(between, 0.5),
      p95: quantile(between, 0.95),
      usual: quantile(eachP95, 0.5),
    };
  }
}

/** By rank, to a tenth. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1));
}
