/** The time as it is handed in, so that a test can hold it still. */
export type Clock = {
  now(): number;
  /** Calls back once after so many milliseconds; returns its undoing. */
  after(milliseconds: number, work: () => void): () => void;
};

/** Milliseconds. What a crash may take is little; a disk that is written at each key would be slow. */
export const AUTOSAVE = { afterChange: 1_000, atLatest: 10_000, afterFailure: 10_000 } as const;

type Options = {
  readonly clock: Clock;
  readonly keep: () => Promise<void>;
  readonly failed: (error: unknown) => void;
};

/**
 * When unsaved work is kept: a second after the last change, and every ten seconds while changes never pause.
 * One keeping at a time, so that a slow disk is not asked twice for what the second time tells alone.
 */
export class Autosave {
  readonly #options: Options;
  #stopTimer: (() => void) | undefined;
  /** Time of the oldest change that is not kept yet. */
  #waitingSince: number | undefined;
  #keeping: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** There is something new to keep. */
  changed(): void {
    const { clock } = this.#options;
    const now = clock.now();
    this.#waitingSince ??= now;
    this.#wait(Math.min(AUTOSAVE.afterChange, this.#waitingSince + AUTOSAVE.atLatest - now));
  }

  /** There is nothing to keep any more. */
  cancel(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#waitingSince = undefined;
  }

  /** Keeps what is there now, without waiting for the clock; resolves when it is kept or could not be. */
  async flush(): Promise<void> {
    this.cancel();
    await this.#keeping;
    await this.#keepOnce();
  }

  #wait(milliseconds: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#options.clock.after(Math.max(0, milliseconds), () => {
      this.#stopTimer = undefined;
      // One is under way: what changed meanwhile is kept when it has ended.
      if (this.#keeping === undefined) void this.#keepOnce();
    });
  }

  #keepOnce(): Promise<void> {
    this.#waitingSince = undefined;
    this.#keeping = this.#options
      .keep()
      .catch((error: unknown) => {
        this.#options.failed(error);
        this.#waitingSince ??= this.#options.clock.now();
        if (this.#stopTimer === undefined) this.#wait(AUTOSAVE.afterFailure);
      })
      .then(() => {
        this.#keeping = undefined;
        if (this.#waitingSince !== undefined && this.#stopTimer === undefined) this.changed();
      });
    return this.#keeping;
  }
}
