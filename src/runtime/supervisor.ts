import { basename } from 'node:path';
import { type Problem, ProblemError, problem } from '../pipeline/problem.ts';
import type { RunEvent } from '../plan/events.ts';
import { contentHash } from '../plan/hash.ts';
import { changesIn, type HotWish } from '../plan/hot-parameters.ts';
import { newestCheckpoint } from './checkpoints.ts';
import {
  type EngineSession,
  openSession,
  PATIENCE,
  type Patience,
  type SessionListener,
} from './engine-session.ts';
import { Frames } from './frames.ts';
import type { Launcher, StartMessage } from './link.ts';
import { type Progress, progressIn } from './progress.ts';
import { readEvents } from './run-events.ts';
import { type RunFile, readRunFile } from './run-file.ts';
import { isLocked } from './run-lock.ts';
import { listRuns, modelsOf, type RunState, type RunSummary, summaryOf } from './runs.ts';
import { isShared } from './worker-events.ts';
import { openWorkerPool } from './worker-pool.ts';

/** What an engine needs to know of this machine; asked anew for every run, as an engine may be installed meanwhile. */
export type Environment = Pick<StartMessage, 'dataFolder' | 'engineFolder' | 'cacheFolder'>;

export type RunListener = {
  /** Each event at once, in order. */
  readonly event?: (run: string, event: RunEvent) => void;
  /** The same events in frames, at most ten times a second: for a window. */
  readonly frames?: (run: string, events: readonly RunEvent[]) => void;
  /** A run stands otherwise than before. Its progress comes with the frames' pace. */
  readonly changed?: (summary: RunSummary) => void;
  /** What is wrong with a run without being one of its events. */
  readonly problem?: (run: string, problem: Problem) => void;
};

export type SupervisorOptions = {
  readonly launcher: Launcher;
  readonly environment: () => Environment | Promise<Environment>;
  readonly patience?: Patience;
  /** Milliseconds between two frames. */
  readonly frameEvery?: number;
};

/** What is wanted of one start of a run, beside the run itself. */
export type StartWish = {
  readonly profile: boolean;
  /** At most so many processes share what does not depend on each other; 1, or left out, for one engine. */
  readonly workers?: number | undefined;
};
const NO_WISH: StartWish = { profile: false };

type Job = {
  readonly id: string;
  readonly folder: string;
  readonly goesOn: boolean;
  readonly wish: StartWish;
  readonly frames: Frames;
  summary: RunSummary;
  file?: RunFile;
  progress?: Progress;
  session?: EngineSession;
  /** Stop was asked for before there was an engine to tell. */
  cancelled: boolean;
};

/**
 * Starts engines and watches them: one run at a time, the others wait in a queue. An engine may die; the run is then
 * marked so and the next one starts. Everything that a listener hears stands in the run folder already.
 */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>;
  readonly #listeners = new Set<RunListener>();
  readonly #waiting: Job[] = [];
  #running: Job | undefined;
  #idle: Promise<void> = Promise.resolve();
  #closing = false;

  constructor({ patience = PATIENCE, frameEvery = 100, ...rest }: SupervisorOptions) {
    this.#options = { ...rest, patience, frameEvery };
  }

  /** @returns ends the subscription */
  subscribe(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Queues a run that createRun made. */
  async start(folder: string, wish: StartWish = NO_WISH): Promise<RunSummary> {
    return this.#enqueue(folder, false, wish);
  }

  /**
   * Queues a run that was stopped, failed or was killed, to go on in its own folder from its newest good
   * checkpoint; from the start where there is none.
   */
  async continue(folder: string, wish: StartWish = NO_WISH): Promise<RunSummary> {
    return this.#enqueue(folder, true, wish);
  }

  /** Runs that wait, next one first. */
  queue(): readonly string[] {
    return this.#waiting.map((it) => it.id);
  }

  /** The run that has an engine now. */
  running(): string | undefined {
    return this.#running?.id;
  }

  pause(id: string): void {
    this.#session(id)?.pause();
  }

  resume(id: string): void {
    this.#session(id)?.resume();
  }

  /** Ends a run with a checkpoint to go on from; takes a waiting one out of the queue. */
  stop(id: string): void {
    const at = this.#waiting.findIndex((it) => it.id === id);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting) void this.#settle(waiting);
    else if (this.#running?.id === id) {
      this.#running.cancelled = true;
      this.#running.session?.stop();
    }
  }

  /** Changes a number of the loss or the optimizer of a run that goes on, before its next step. */
  set(id: string, wish: HotWish): void {
    this.#session(id)?.set(wish);
  }

  /** Ends a run at once, without a checkpoint. */
  kill(id: string, why = 'It was ended at once, as you asked.'): void {
    if (this.#running?.id === id) this.#running.cancelled = true;
    this.#session(id)?.kill(why);
  }

  /** Puts a waiting run at another place of the queue; 0 is next. */
  move(id: string, to: number): void {
    const at = this.#waiting.findIndex((it) => it.id === id);
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (job) this.#waiting.splice(to, 0, job);
  }

  /** The end of what the engine of a running run wrote to its terminal. */
  output(id: string): string {
    return this.#session(id)?.output() ?? '';
  }

  /** All runs of a folder as they stand now, newest first. */
  async list(root: string): Promise<RunSummary[]> {
    const live = new Map([this.#running, ...this.#waiting].map((it) => [it?.id, it?.summary]));
    return (await listRuns(root)).map((it) => live.get(it.id) ?? it);
  }

  /** Resolves once nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.#running || this.#waiting.length > 0) await this.#idle;
  }

  /** Stops what runs (with its checkpoint) and leaves what waits for another day. Resolves once no engine is left. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { id } of [...this.#waiting]) this.stop(id);
    if (this.#running) this.stop(this.#running.id);
    await this.idle();
  }

  #session(id: string): EngineSession | undefined {
    return this.#running?.id === id ? this.#running.session : undefined;
  }

  async #enqueue(folder: string, goesOn: boolean, wish: StartWish): Promise<RunSummary> {
    const id = basename(folder);
    const summary = await summaryOf(folder);
    const file = goesOn && summary ? await readRunFile(folder) : undefined;
    const known = [this.#running, ...this.#waiting].some((it) => it?.id === id);
    if (this.#closing)
      throw new ProblemError({
        code: 'app-closing',
        message: `${id} cannot start: Potstill is closing.`,
        found: id,
      });
    if (!summary)
      throw new ProblemError({ code: 'run-missing', message: `There is no run ${id}.`, found: id });
    if (known || isLocked(folder))
      throw new ProblemError({
        code: 'run-locked',
        message: `The run ${id} is going on already.`,
        found: id,
      });
    if (goesOn && summary.state === 'done')
      throw new ProblemError({
        code: 'run-finished',
        message: `The run ${id} is finished; there is nothing to go on with.`,
        found: id,
      });
    // Read by today's schema, the plan of an earlier Potstill is another one, and its checkpoints belong to the other.
    if (file && contentHash(file.plan) !== file.hash)
      throw new ProblemError({
        code: 'run-older',
        message: `The run ${id} was planned by an earlier Potstill, and this one would train it a little differently.`,
        found: id,
        fix: 'Run its pipeline anew. All that this run has saved stays as it is.',
      });
    const job: Job = {
      id,
      folder,
      goesOn,
      wish,
      cancelled: false,
      ...(file && { file }),
      summary: { ...summary, state: 'queued', ending: '', resumable: false },
      frames: new Frames((events) => this.#frame(job, events), this.#options.frameEvery),
    };
    this.#waiting.push(job);
    this.#tell((it) => it.changed?.(job.summary));
    this.#next();
    return job.summary;
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running = job;
    this.#idle = this.#work(job).finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  async #work(job: Job): Promise<void> {
    this.#change(job, { state: 'running' });
    try {
      const start = await this.#prepare(job);
      if (!job.cancelled) {
        const { launcher, patience } = this.#options;
        const listener: SessionListener = {
          event: (event) => this.#hear(job, event),
          problem: (it) => this.#tell((one) => one.problem?.(job.id, it)),
        };
        // A run that was shared goes on so, if with a single worker: its checkpoints lie with its parts.
        const shared = isShared(job.folder);
        const workers = job.wish.workers ?? (shared ? 2 : 1);
        job.session =
          workers > 1 || shared
            ? openWorkerPool(launcher, start, await this.#file(job), workers, listener, patience)
            : openSession(launcher, start, listener, patience);
        if (job.cancelled) job.session.stop();
        await job.session.ended;
      }
    } catch (error) {
      const told = error instanceof ProblemError ? error.problem : undefined;
      const message = error instanceof Error ? error.message : String(error);
      const it = told ?? problem({ code: 'run-start', message: `The run could not start: ${message}` });
      this.#tell((listener) => listener.problem?.(job.id, it));
    }
    job.frames.flush();
    await this.#settle(job);
  }

  async #prepare(job: Job): Promise<Omit<StartMessage, 'kind' | 'protocol'>> {
    const { plan, stages, document, changes } = await this.#file(job);
    const { point, damaged } = job.goesOn
      ? await newestCheckpoint(
          job.folder,
          stages.map((it) => it.id),
        )
      : { point: null, damaged: [] };
    for (const { stage, step } of damaged)
      this.#tell((listener) =>
        listener.problem?.(
          job.id,
          problem({
            code: 'checkpoint-damaged',
            severity: 'warning',
            message: `The checkpoint after step ${step} of ${stage} is damaged; an older one is used.`,
          }),
        ),
      );
    const environment = await this.#options.environment();
    const models = await modelsOf(job.folder);
    const { folder, wish } = job;
    return {
      plan,
      pipeline: JSON.stringify(document),
      folder,
      ...environment,
      profile: wish.profile,
      models,
      resume: point,
      changes: changesIn(job.goesOn ? await readEvents(folder) : [], changes),
    };
  }

  async #file(job: Job): Promise<RunFile> {
    job.file ??= await readRunFile(job.folder);
    return job.file;
  }

  #hear(job: Job, event: RunEvent): void {
    this.#tell((it) => it.event?.(job.id, event));
    job.frames.push(event);
    if (event.kind === 'state') this.#change(job, { state: event.state === 'paused' ? 'paused' : 'running' });
    if (event.kind === 'run-ended') job.frames.flush();
  }

  #frame(job: Job, events: readonly RunEvent[]): void {
    this.#tell((it) => it.frames?.(job.id, events));
    if (!job.file || !events.some((it) => 'stage' in it)) return;
    const progress = this.#reached(job, job.file, events);
    if (progress !== job.summary.progress) this.#change(job, { progress });
  }

  #reached(job: Job, { stages }: RunFile, events: readonly RunEvent[]): number {
    job.progress ??= progressIn(stages);
    for (const event of events) job.progress.add(event);
    return job.progress.share();
  }

  #change(job: Job, change: { readonly state?: RunState; readonly progress?: number }): void {
    job.summary = { ...job.summary, ...change };
    this.#tell((it) => it.changed?.(job.summary));
  }

  /** What its folder says now that nobody writes it. */
  async #settle(job: Job): Promise<void> {
    job.summary = (await summaryOf(job.folder)) ?? { ...job.summary, state: 'killed' };
    this.#tell((it) => it.changed?.(job.summary));
  }

  #tell(word: (listener: RunListener) => void): void {
    for (const listener of [...this.#listeners]) word(listener);
  }
}
