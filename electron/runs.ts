import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonScript } from '../src/export/python/script.ts';
import { titleOf } from '../src/pipeline/check.ts';
import { type Problem, ProblemError } from '../src/pipeline/problem.ts';
import type { HyperbandSweep, PlainSweep } from '../src/pipeline/sweep/sweep.ts';
import { parseDocument } from '../src/pipeline/text.ts';
import { explain } from '../src/plan/explain.ts';
import { changesIn, type HotChange, type HotWish } from '../src/plan/hot-parameters.ts';
import type { Note } from '../src/plan/plan.ts';
import type { RunFacts } from '../src/plan/run-facts.ts';
import { renameRun, tagRun } from '../src/runtime/change-run.ts';
import { definitions } from '../src/runtime/compile/compile.ts';
import type { Launcher } from '../src/runtime/link.ts';
import { cacheFolder } from '../src/runtime/places.ts';
import {
  createRun,
  type RunSummary as FolderSummary,
  readRun,
  removeRun,
  summaryOf,
} from '../src/runtime/runs.ts';
import { type StartWish, Supervisor } from '../src/runtime/supervisor.ts';
import type { AppPlaces } from './app-places.ts';
import { compileText, nameOf } from './compile-text.ts';
import type { PushName, PushValue, RunRecord, RunSummary } from './contract.ts';
import { HyperbandSearches } from './hyperband-searches.ts';
import { installedEngine } from './installed-engine.ts';
import type { PickedModels } from './picked-models.ts';
import { factsForAll } from './run-facts.ts';
import { type SweepRun, type Swept, sweepRuns, sweepTag } from './sweep-runs.ts';
import type { Tickets } from './tickets.ts';

type Options = {
  readonly places: Pick<AppPlaces, 'runs' | 'caches' | 'data' | 'engines' | 'packedEngine'>;
  readonly launcher: Launcher;
  readonly models: PickedModels;
  readonly tickets: Tickets;
  /** Of Potstill, for the run's own record. */
  readonly version: string;
  readonly push: <N extends PushName>(name: N, value: PushValue<N>) => void;
  /** Whether any run is going on, whenever that changes. */
  readonly busy: (busy: boolean) => void;
  readonly log: (text: string, error?: unknown) => void;
};

/** Milliseconds that an engine has for its last checkpoint when the app quits. */
const QUIT_PATIENCE = 5_000;

/** The runs as the window sees them: by id, with the folder kept here. */
export class Runs {
  readonly #options: Options;
  readonly #supervisor: Supervisor;
  readonly #searches: HyperbandSearches;
  /** Runs that wait or run, as they stand now. */
  readonly #live = new Map<string, FolderSummary>();
  /** What a run was called while it was going on: the supervisor keeps what it began with. */
  readonly #named = new Map<string, Partial<Pick<RunSummary, 'title' | 'tags'>>>();

  constructor(options: Options) {
    this.#options = options;
    const { places, launcher, models, push, log } = options;
    this.#searches = new HyperbandSearches({
      models,
      queue: (runs, tag) => this.#queueSweep(runs, tag),
      log,
    });
    this.#supervisor = new Supervisor({
      launcher,
      environment: async () => ({
        dataFolder: places.data,
        engineFolder: (await installedEngine(places)).folder,
        cacheFolder: await cacheFolder(places.caches),
      }),
    });
    // A window that cannot be told of a run is no reason to end it.
    const safely =
      <A extends readonly unknown[]>(tell: (...all: A) => void) =>
      (...all: A): void => {
        try {
          tell(...all);
        } catch (error) {
          log('The window could not be told of a run', error);
        }
      };
    this.#supervisor.subscribe({
      frames: safely((run, events) => push('run.frame', { run, events: [...events] })),
      changed: safely((summary) => this.#changed(summary)),
      problem: safely((run, problem) => {
        log(`${run}: ${problem.code}: ${problem.message}`);
        push('run.problem', { run, problem });
      }),
    });
  }

  /** Compiles and queues. */
  async start(
    text: string,
    ticket: string | null,
    wish: StartWish,
    repeat: string | null = null,
  ): Promise<{ run: string } | { problems: Problem[] }> {
    const result = await compileText(text, this.#pathOf(ticket), this.#options.models);
    if (!result.ok) return { problems: [...result.problems] };
    const { document, compiled, paths } = result;
    const title = document.title.trim() || 'Untitled';
    const { version, places } = this.#options;
    const changes = repeat === null ? [] : await this.#changesOf(repeat);
    const made = { title, document, compiled, version, changes };
    const { folder } = await createRun(places.runs, made, paths);
    return { run: (await this.#supervisor.start(folder, wish)).id };
  }

  /** Queues the runs of a sweep, all with one tag: the time at which it was begun. */
  async sweep(
    text: string,
    ticket: string | null,
    sweep: PlainSweep | HyperbandSweep,
  ): Promise<{ runs: string[]; tag: string } | { problems: Problem[] }> {
    const parsed = parseDocument(text);
    if (!parsed.ok) return { problems: [parsed.problem] };
    const swept = { document: parsed.value, path: this.#pathOf(ticket), params: sweep.params };
    const tag = sweepTag(new Date());
    const found = isHyperband(sweep)
      ? await this.#searches.start(swept, sweep, tag)
      : await this.#sweepPlainly(swept, sweep, tag);
    return 'problems' in found ? { problems: [...found.problems] } : { runs: [...found.runs], tag };
  }

  async #sweepPlainly(swept: Swept, sweep: PlainSweep, tag: string) {
    const found = await sweepRuns(swept, sweep, this.#options.models);
    return 'problems' in found ? found : { runs: await this.#queueSweep(found.runs, tag) };
  }

  async #queueSweep(runs: readonly SweepRun[], tag: string): Promise<string[]> {
    const { version, places } = this.#options;
    const queued: string[] = [];
    for (const { title, compiled: it } of runs) {
      const { document, compiled, paths } = it;
      const run = { title, document, compiled, version, tags: [tag] };
      const { folder } = await createRun(places.runs, run, paths);
      queued.push((await this.#supervisor.start(folder)).id);
    }
    return queued;
  }

  async explain(
    text: string,
    ticket: string | null,
  ): Promise<{ sentences: string[]; notes: Note[] } | { problems: Problem[] }> {
    const result = await compileText(text, this.#pathOf(ticket), this.#options.models);
    if (!result.ok) return { problems: [...result.problems] };
    const { document, compiled } = result;
    const sentences = explain(compiled, (id) => nameOf(document, compiled.origin, id));
    return { sentences, notes: compiled.notes };
  }

  /** The pipeline as a script of PyTorch. */
  async script(text: string, ticket: string | null): Promise<{ text: string } | { problems: Problem[] }> {
    const result = await compileText(text, this.#pathOf(ticket), this.#options.models);
    if (!result.ok) return { problems: [...result.problems] };
    const { document, compiled } = result;
    const title = document.title.trim() || 'Untitled';
    const written = pythonScript({
      title,
      compiled,
      titleOf: (node) => titleOf(document, definitions, node),
    });
    return written.ok ? { text: written.value } : { problems: [written.problem] };
  }

  pause(run: string): void {
    this.#supervisor.pause(run);
  }

  resume(run: string): void {
    this.#supervisor.resume(run);
  }

  set(run: string, wish: HotWish): void {
    this.#supervisor.set(run, wish);
  }

  stop(run: string): void {
    this.#supervisor.stop(run);
  }

  /** Puts a run that waits at the head of the queue; leaves one that does not wait where it is. */
  next(run: string): void {
    this.#supervisor.move(run, 0);
    this.#options.push('run.queue', { runs: [...this.#supervisor.queue()] });
  }

  async continue(run: string): Promise<void> {
    await this.#supervisor.continue(await this.folder(run));
  }

  /** What was changed in a run while it went on. */
  async #changesOf(run: string): Promise<readonly HotChange[]> {
    const { file, events } = await readRun(await this.folder(run));
    return changesIn(events, file.changes);
  }

  async list(): Promise<RunSummary[]> {
    return (await this.#supervisor.list(this.#options.places.runs)).map((it) => this.#summaryFor(it));
  }

  async read(run: string): Promise<RunRecord> {
    const folder = await this.folder(run);
    const { file, events } = await readRun(folder);
    const summary = this.#live.get(run) ?? (await summaryOf(folder));
    if (!summary) throw missing(run);
    const { origin, notes, plan } = file;
    return {
      summary: this.#summaryFor(summary),
      document: JSON.stringify(file.document),
      origin,
      notes,
      plan,
      events,
    };
  }

  async rename(run: string, title: string): Promise<void> {
    const folder = await this.folder(run);
    await renameRun(folder, title);
    await this.#tellNamed(run, folder, { title });
  }

  /** Each run gets the one tags and loses the others; the first that cannot be written ends it. */
  async tag(runs: readonly string[], add: readonly string[], remove: readonly string[]): Promise<void> {
    for (const run of runs) {
      const folder = await this.folder(run);
      await this.#tellNamed(run, folder, { tags: [...(await tagRun(folder, add, remove))] });
    }
  }

  /** What is compared of these runs; those that cannot be read are left out. */
  facts(runs: readonly string[]): Promise<RunFacts[]> {
    return factsForAll(runs.map((run) => join(this.#options.places.runs, run)));
  }

  async remove(run: string): Promise<void> {
    const folder = await this.folder(run);
    if (this.#live.has(run))
      throw new ProblemError({
        code: 'run-locked',
        message: `The run ${run} is going on or waits for its turn.`,
        fix: 'Stop it first.',
      });
    await removeRun(folder);
    this.#options.push('run.removed', { run });
  }

  /** @throws ProblemError where there is no such run */
  async folder(run: string): Promise<string> {
    // The contract holds ids to names without separators, so that none leads out of the folder of runs.
    const folder = join(this.#options.places.runs, run);
    if (await summaryOf(folder)) return folder;
    throw missing(run);
  }

  /**
   * The trace file of a stage of a run, as its newest profile names it.
   *
   * @throws ProblemError where the stage was not profiled or its file is gone
   */
  async trace(run: string, stage: string): Promise<string> {
    const folder = await this.folder(run);
    const { events } = await readRun(folder);
    const profile = events.findLast((it) => it.kind === 'profile' && it.stage === stage);
    // An event names a file without separators, so that none leads out of the folder.
    const path = profile?.kind === 'profile' ? join(folder, profile.file) : undefined;
    const there =
      path !== undefined &&
      (await access(path).then(
        () => true,
        () => false,
      ));
    if (there) return path;
    throw new ProblemError({
      code: 'trace-missing',
      message: 'The run has no trace of this stage.',
      found: profile?.kind === 'profile' ? `no file ${profile.file}` : 'no profile',
      fix: 'Run the pipeline with profile.',
    });
  }

  /** Titles of the runs that wait or run. */
  going(): string[] {
    return [...this.#live.values()].map((it) => it.title);
  }

  /** Ends what runs, with a checkpoint where the engine is quick enough. Resolves once no engine is left. */
  async close(): Promise<void> {
    this.#searches.end();
    const running = this.#supervisor.running();
    const late = setTimeout(() => {
      if (running !== undefined)
        this.#supervisor.kill(running, 'Potstill was closed, and the engine did not stop in time.');
    }, QUIT_PATIENCE);
    await this.#supervisor.close();
    clearTimeout(late);
  }

  #pathOf(ticket: string | null): string | undefined {
    return ticket === null ? undefined : this.#options.tickets.path(ticket);
  }

  async #tellNamed(
    run: string,
    folder: string,
    named: Partial<Pick<RunSummary, 'title' | 'tags'>>,
  ): Promise<void> {
    const live = this.#live.get(run);
    if (live) this.#named.set(run, { ...this.#named.get(run), ...named });
    // What stands in the record of a run that has ended is what counts, whatever it was called while it went on.
    else this.#named.delete(run);
    const summary = live ?? (await summaryOf(folder));
    if (summary) this.#changed(summary);
  }

  #changed(summary: FolderSummary): void {
    if (['queued', 'running', 'paused'].includes(summary.state)) this.#live.set(summary.id, summary);
    else this.#live.delete(summary.id);
    this.#options.busy([...this.#live.values()].some((it) => it.state === 'running'));
    this.#options.push('run.changed', { summary: this.#summaryFor(summary) });
    this.#searches.changed(summary);
  }

  /** Without the folder: the window never sees a path. */
  #summaryFor({ id, folder: _, state, tags, ...rest }: FolderSummary): RunSummary {
    return { run: id, status: state, ...rest, tags: [...tags], ...this.#named.get(id) };
  }
}

const missing = (run: string): ProblemError =>
  new ProblemError({
    code: 'run-missing',
    message: 'There is no such run.',
    found: run,
    fix: 'Its folder may have been moved or deleted.',
  });

const isHyperband = (sweep: PlainSweep | HyperbandSweep): sweep is HyperbandSweep =>
  sweep.search.kind === 'hyperband';
