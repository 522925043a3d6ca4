import type { Dialogs } from './dialogs.ts';

type Options = {
  readonly dialogs: Pick<Dialogs, 'ask'>;
  /** Names of the documents with unsaved changes. */
  readonly unsaved: () => readonly string[];
  /** Titles of the runs that are going on. */
  readonly going: () => readonly string[];
  /** Asks the page to save them all; it answers with `saved`, or not at all where the person thought better of it. */
  readonly save: () => void;
  /** Forgets the unsaved work that the person does not want. */
  readonly discard: () => Promise<void>;
  /** Stops the engine and closes the window; `asked`: the person wanted it so, and nothing was left. */
  readonly finish: (how: { readonly asked: boolean }) => Promise<void>;
};

/** Milliseconds that the page has to say that nothing is unsaved any more, after it said that it saved. */
const SETTLING = 2_000;

/**
 * What happens when the window is to close: nothing is lost without a word. Unsaved work is asked about first,
 * then a run that is going on; only when both are answered does anything end.
 */
export class Closing {
  readonly #options: Options;
  #state: 'open' | 'asking' | 'saving' | 'settling' | 'finishing' = 'open';
  #settling: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The person wants to close the window or to quit. Resolves when there is nothing to ask for now. */
  async request(): Promise<void> {
    if (this.#state === 'asking' || this.#state === 'finishing') return;
    clearTimeout(this.#settling);
    this.#state = 'asking';
    let next: 'open' | 'saving' | 'finishing' = 'open';
    try {
      next = await this.#ask();
    } finally {
      if (!this.#ended) this.#state = next;
    }
    if (this.#ended) return;
    if (next === 'saving') this.#options.save();
    if (next === 'finishing') await this.#options.finish({ asked: true });
  }

  /**
   * The system ends the session, or somebody this process: no time for questions. Runs get their checkpoints, and unsaved
   * work stays kept, to be offered at the next start.
   */
  async end(): Promise<void> {
    if (this.#state === 'finishing') return;
    clearTimeout(this.#settling);
    this.#ended = true;
    this.#state = 'finishing';
    await this.#options.finish({ asked: false });
  }

  /** The page saved as it was asked to. */
  saved(): void {
    if (this.#state !== 'saving' || this.#options.unsaved().length === 0) {
      void this.request();
      return;
    }
    // Its word that nothing is unsaved may come a moment later; if it does not, the question comes again.
    this.#state = 'settling';
    this.#settling = setTimeout(() => void this.request(), SETTLING);
  }

  /** The page says how its documents stand. */
  documentsChanged(): void {
    if (this.#state === 'settling' && this.#options.unsaved().length === 0) void this.request();
  }

  async #ask(): Promise<'open' | 'saving' | 'finishing'> {
    const { dialogs, unsaved, going, discard } = this.#options;
    const names = unsaved();
    if (names.length > 0) {
      const answer = await dialogs.ask({
        kind: 'warning',
        ...aboutUnsaved(names),
        cancel: 2,
      });
      if (answer === 0) return 'saving';
      if (answer !== 1) return 'open';
    }
    const runs = going();
    if (runs.length > 0) {
      const answer = await dialogs.ask({
        kind: 'warning',
        message:
          runs.length === 1 ? `“${runs[0]}” is still training.` : `${runs.length} runs are not finished.`,
        detail: 'Stopping keeps a checkpoint, so that it can go on later.',
        buttons: ['Stop and Quit', 'Keep Working'],
        cancel: 1,
      });
      if (answer !== 0) return 'open';
    }
    if (names.length > 0) await discard();
    return 'finishing';
  }
}

/** So many are named; the question must fit on the screen. */
const NAMED = 10;

/** One question for all. */
function aboutUnsaved(names: readonly string[]): {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
} {
  const lost = 'They will be lost if you do not save them.';
  if (names.length === 1)
    return {
      message: `Save the changes to ${names[0] || 'Untitled'}?`,
      detail: lost,
      buttons: ['Save', "Don't Save", 'Cancel'],
    };
  const more = names.length - NAMED;
  const listed = [
    ...names.slice(0, NAMED).map((it) => it || 'Untitled'),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return {
    message: `Save the changes to ${names.length} pipelines?`,
    detail: `${listed.join('\n')}\n\n${lost}`,
    buttons: ['Save All', "Don't Save", 'Cancel'],
  };
}
