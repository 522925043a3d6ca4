import { beforeEach, describe, expect, test } from 'vitest';
import { AUTOSAVE, Autosave, type Clock } from '../../../renderer/files/autosave.ts';

/** A clock that stands still until it is moved. */
class HeldClock implements Clock {
  #now = 0;
  readonly #waiting = new Set<{ at: number; work: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, work: () => void): () => void {
    const entry = { at: this.#now + milliseconds, work };
    this.#waiting.add(entry);
    return () => void this.#waiting.delete(entry);
  }

  /** Moves on, and lets what was called for on the way come to its end. */
  async move(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#waiting].filter((it) => it.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#waiting.delete(next);
      this.#now = next.at;
      next.work();
      await settled();
    }
    this.#now = end;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: HeldClock;
/** When something was kept. */
let kept: number[];
let failures: unknown[];
/** Where set, a keeping lasts until it is called. */
let finish: ((error?: Error) => void) | undefined;
let slow: boolean;
let autosave: Autosave;

beforeEach(() => {
  clock = new HeldClock();
  kept = [];
  failures = [];
  finish = undefined;
  slow = false;
  autosave = new Autosave({
    clock,
    keep: () => {
      kept.push(clock.now());
      if (!slow) return Promise.resolve();
      return new Promise((resolve, reject) => {
        finish = (error) => (error ? reject(error) : resolve());
      });
    },
    failed: (error) => failures.push(error),
  });
});

/** A change each so many milliseconds. */
async function type(every: number, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    autosave.changed();
    await clock.move(every);
  }
}

describe('Autosave', () => {
  test('keeps once, a second after a change', async () => {
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange - 1);
    expect(kept).toEqual([]);
    await clock.move(60_000);
    expect(kept).toEqual([AUTOSAVE.afterChange]);
  });

  test('waits for a pause in the changes', async () => {
    await type(400, 5);
    expect(kept).toEqual([]);
    await clock.move(AUTOSAVE.afterChange);
    expect(kept).toEqual([4 * 400 + AUTOSAVE.afterChange]);
  });

  test('keeps every ten seconds where there is no pause', async () => {
    await type(100, 350);
    expect(kept).toHaveLength(3);
    const gaps = kept.map((at, index) => at - (kept[index - 1] ?? 0));
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(AUTOSAVE.atLatest + 100);
  });

  test('does nothing once there is nothing to keep', async () => {
    autosave.changed();
    autosave.cancel();
    await clock.move(60_000);
    expect(kept).toEqual([]);
  });

  test('counts the ten seconds anew after what was waiting was given up', async () => {
    await type(100, 80);
    autosave.cancel();
    await type(100, 50);
    expect(kept).toEqual([]);
  });

  test('does not begin a second keeping before the first has ended, and then keeps what changed meanwhile', async () => {
    slow = true;
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange);
    autosave.changed();
    await clock.move(5 * AUTOSAVE.afterChange);
    expect(kept).toHaveLength(1);
    finish?.();
    await settled();
    await clock.move(AUTOSAVE.afterChange);
    expect(kept).toHaveLength(2);
  });

  test('says a failure, tries again by itself, and sooner where something changes', async () => {
    slow = true;
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange);
    finish?.(new Error('disk full'));
    await settled();
    expect(failures).toEqual([new Error('disk full')]);
    await clock.move(AUTOSAVE.afterFailure - 1);
    expect(kept).toHaveLength(1);
    await clock.move(1);
    expect(kept).toHaveLength(2);
    finish?.(new Error('disk full'));
    await settled();
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange);
    expect(kept).toHaveLength(3);
  });

  test('does not try again what was given up after it failed', async () => {
    slow = true;
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange);
    finish?.(new Error('disk full'));
    await settled();
    autosave.cancel();
    await clock.move(60_000);
    expect(kept).toHaveLength(1);
  });

  test('flushes at once, after a keeping that is under way', async () => {
    slow = true;
    autosave.changed();
    await clock.move(AUTOSAVE.afterChange);
    autosave.changed();
    const flushed = autosave.flush();
    expect(kept).toHaveLength(1);
    finish?.();
    await settled();
    expect(kept).toHaveLength(2);
    finish?.();
    await flushed;
    await clock.move(60_000);
    expect(kept).toHaveLength(2);
  });
});
