/** One thing after the other, where a person can be asked in between: two documents must not be opened at once. */
export class Turns {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work once all that came before has ended. */
  async next(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      await turn;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Does the work now, or not at all where something is under way: a second press of a key means nothing more. */
  async unlessBusy(work: () => Promise<void>): Promise<void> {
    if (this.#waiting === 0) await this.next(work);
  }
}
