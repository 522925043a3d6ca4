import type { Problem } from '../src/pipeline/problem.ts';
import { firstRound, nextRound, type RoundState, roundTrials } from '../src/pipeline/sweep/rounds.ts';
import type { HyperbandSweep } from '../src/pipeline/sweep/sweep.ts';
import type { RunSummary } from '../src/runtime/runs.ts';
import type { PickedModels } from './picked-models.ts';
import { compileTrials, nameOf, refusing, type SweepRun, type Swept } from './sweep-runs.ts';

type Options = {
  readonly models: PickedModels;
  /** Makes the runs and queues them; their ids, in order. */
  readonly queue: (runs: readonly SweepRun[], tag: string) => Promise<string[]>;
  readonly log: (text: string, error?: unknown) => void;
};

/** One search: the round that is under way, and how its runs did. */
type Search = {
  readonly swept: Swept;
  readonly sweep: HyperbandSweep;
  readonly tag: string;
  state: RoundState;
  /** In the order of the round's trials; null while they are being queued, when the first may end already. */
  runs: readonly string[] | null;
  /** Of those that have ended; null for what was not measured. */
  readonly scores: Map<string, number | null>;
};

/**
 * The searches by Hyperband that are under way. When all runs of a round have ended, the best of them are queued again with
 * more budget, each as a run of its own. A search lives as long as the app does; its runs stay.
 */
export class HyperbandSearches {
  readonly #options: Options;
  readonly #searches = new Set<Search>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Queues the first round; the problems where it does not compile. */
  async start(
    swept: Swept,
    sweep: HyperbandSweep,
    tag: string,
  ): Promise<{ readonly runs: readonly string[] } | { readonly problems: readonly Problem[] }> {
    const begun = await refusing(async () => ({ state: firstRound(swept.document, sweep) }));
    if ('problems' in begun) return begun;
    const search: Search = { swept, sweep, tag, state: begun.state, runs: null, scores: new Map() };
    return this.#queueRound(search);
  }

  /** A run stands otherwise than before. */
  changed({ id, state, accuracy }: Pick<RunSummary, 'id' | 'state' | 'accuracy'>): void {
    const isLive = state === 'queued' || state === 'running' || state === 'paused';
    for (const search of this.#searches) {
      // One that was stopped may go on, and is measured then.
      if (isLive) search.scores.delete(id);
      if (isLive || search.runs?.includes(id) === false || search.scores.has(id)) continue;
      search.scores.set(id, state === 'done' ? accuracy : null);
      this.#goOnWhereDone(search);
    }
  }

  /** Nothing more is queued. */
  end(): void {
    this.#searches.clear();
  }

  #goOnWhereDone(search: Search): void {
    const { runs, scores } = search;
    if (runs?.every((it) => scores.has(it))) void this.#goOn(search, runs);
  }

  async #goOn(search: Search, runs: readonly string[]): Promise<void> {
    const { swept, sweep, state, scores } = search;
    const next = nextRound(
      swept.document,
      sweep,
      state,
      runs.map((it) => scores.get(it) ?? null),
    );
    this.#searches.delete(search);
    if (next === null) return;
    try {
      const queued = await this.#queueRound({ ...search, state: next, runs: null, scores: new Map() });
      if ('problems' in queued)
        this.#options.log(`${search.tag} ends early: ${queued.problems.map((it) => it.message).join(' ')}`);
    } catch (error) {
      this.#options.log(`${search.tag} ends early`, error);
    }
  }

  async #queueRound(
    search: Search,
  ): Promise<{ readonly runs: readonly string[] } | { readonly problems: readonly Problem[] }> {
    const { swept, sweep, tag } = search;
    const { budget, trials } = roundTrials(sweep, search.state);
    const words = `, ${nameOf(swept.document, sweep.search.budget)} ${budget}`;
    const compiled = await compileTrials(swept, trials, words, this.#options.models);
    if ('problems' in compiled) return compiled;
    this.#searches.add(search);
    const runs = await this.#options.queue(compiled.runs, tag);
    search.runs = runs;
    this.#goOnWhereDone(search);
    return { runs };
  }
}
