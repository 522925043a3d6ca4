import { type Problem, type ProblemDraft, ProblemError, problem } from '../pipeline/problem.ts';
import type { EngineEvent, RunEvent } from '../plan/events.ts';
import type { HotWish } from '../plan/hot-parameters.ts';
import { connect, type EngineInput, type Launcher, LINK_PROTOCOL, type StartMessage } from './link.ts';
import { OutputTail } from './output-tail.ts';
import { readEvents } from './run-events.ts';
import { openRunWriter } from './run-writer.ts';

/** How long an engine may take, in milliseconds. */
export type Patience = {
  /** Until it is ready for its first message. */
  readonly ready: number;
  /** From being told to stop until it has ended. */
  readonly stop: number;
  /** The same for plain JavaScript, where a single step may take many seconds. */
  readonly stopSlow: number;
  /** From its last event until it is gone. */
  readonly exit: number;
};
export const PATIENCE: Patience = { ready: 60_000, stop: 10_000, stopSlow: 90_000, exit: 5_000 };

export type SessionListener = {
  /** Every event of the run once, in order, each after it was written. */
  event(event: RunEvent): void;
  problem(problem: Problem): void;
};

/** One engine process at work on one run. */
export type EngineSession = {
  readonly pid: number | undefined;
  pause(): void;
  resume(): void;
  /** Asks for a checkpoint and an end; an engine that does not obey is killed. */
  stop(): void;
  kill(why: string): void;
  /** Changes a number of what trains now, before its next step. */
  set(wish: HotWish): void;
  /** The end of what the engine wrote to its terminal, made harmless. */
  output(): string;
  /** Once the process is gone and the run's log says how it ended. Never rejects. */
  readonly ended: Promise<void>;
};

/** Faults that one engine may be heard with; a broken one would fill the window with them. */
const MOST_PROBLEMS = 20;

/**
 * Starts an engine on a run and stays with it until its process is gone. Where it goes without saying how the run
 * ended, the run's log is closed here as `killed`, with the last that the engine wrote.
 */
export function openSession(
  launcher: Launcher,
  start: Omit<StartMessage, 'kind' | 'protocol'>,
  listener: SessionListener,
  patience: Patience = PATIENCE,
): EngineSession {
  const engine = launcher();
  const output = new OutputTail();
  const held: EngineInput[] = [{ kind: 'start', protocol: LINK_PROTOCOL, ...start }];
  let ready = false;
  let heard = -1;
  let problems = 0;
  let stopping = false;
  let slow = false;
  let runEnded = false;
  let failure: Problem | undefined;
  let why = '';
  let timer: NodeJS.Timeout | undefined;

  const within = (milliseconds: number, otherwise: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => kill(otherwise), milliseconds);
  };
  const kill = (reason: string): void => {
    clearTimeout(timer);
    why ||= reason;
    engine.kill();
  };
  const send = (input: EngineInput): void => {
    if (ready) link.send(input);
    else held.push(input);
  };
  const hear = (event: RunEvent): void => {
    if (event.seq <= heard) return;
    heard = event.seq;
    if (event.kind === 'run-started') slow = event.engine.kind === 'cpu';
    if (event.kind === 'run-ended') runEnded = true;
    listener.event(event);
  };
  const link = connect(engine, {
    ready: () => {
      // A stop that came before it was ready keeps its own limit.
      if (!stopping) clearTimeout(timer);
      ready = true;
      for (const input of held.splice(0)) link.send(input);
    },
    event: (event) => {
      hear(event);
      if (!runEnded) return;
      link.send({ kind: 'exit' });
      within(patience.exit, 'It did not leave after its last event.');
    },
    failed: (it) => {
      failure = it;
      link.send({ kind: 'exit' });
      within(patience.exit, 'It did not leave after it failed.');
    },
    problem: (it) => {
      problems += 1;
      if (problems <= MOST_PROBLEMS) listener.problem(it);
      // An engine that refuses its very first message would stand there and wait for ever.
      const begun = heard >= 0;
      if (it.code !== 'engine-protocol' && (it.code !== 'engine-refused' || begun)) return;
      failure = it;
      kill('It belongs to another version.');
    },
  });
  engine.onOutput((bytes) => output.push(bytes));
  within(patience.ready, `It was not ready within ${patience.ready / 1000} s.`);

  const ended = new Promise<void>((resolve) => {
    engine.onExit((code, signal) => {
      clearTimeout(timer);
      void close(exitText(code, signal)).finally(resolve);
    });
  });

  const close = async (exit: string): Promise<void> => {
    if (runEnded) return;
    // What it wrote and could no longer send.
    for (const event of await readEvents(start.folder).catch(() => [])) hear(event);
    if (runEnded) return;
    if (failure?.code === 'run-locked') listener.problem(failure);
    else endLog(start.folder, endingOf(failure, `${why || exit}`, output.lastLines(5)), hear, listener);
  };

  return {
    pid: engine.pid,
    pause: () => send({ kind: 'pause' }),
    resume: () => send({ kind: 'resume' }),
    stop: () => {
      stopping = true;
      send({ kind: 'stop' });
      const limit = slow ? patience.stopSlow : patience.stop;
      if (!runEnded) within(limit, `It did not stop within ${limit / 1000} s and was ended.`);
    },
    kill,
    set: (wish) => send({ kind: 'set', wish }),
    output: () => output.text(),
    ended,
  };
}

const exitText = (code: number | null, signal: string | null): string =>
  signal === null
    ? `The engine ended without a word (${code === null ? 'it could not be started' : `exit code ${code}`}).`
    : `The engine was ended from outside (${signal}).`;

function endingOf(failure: Problem | undefined, why: string, said: string): EngineEvent[] {
  if (failure)
    return [
      {
        kind: 'problem',
        code: failure.code,
        message: failure.message,
        at: null,
        step: null,
        fix: failure.fix ?? null,
      },
      { kind: 'run-ended', how: 'failed', text: failure.message },
    ];
  const text = said === '' ? why : `${why} It said last: ${said}`;
  return [{ kind: 'run-ended', how: 'killed', text }];
}

/** Says in the log what its own writer could not say. */
function endLog(
  folder: string,
  events: readonly EngineEvent[],
  hear: (event: RunEvent) => void,
  listener: SessionListener,
): void {
  const told = (error: unknown): ProblemDraft =>
    error instanceof ProblemError
      ? error.problem
      : { code: 'run-log', message: error instanceof Error ? error.message : String(error) };
  try {
    const writer = openRunWriter(folder, hear);
    for (const event of events)
      try {
        writer.write(event);
      } catch (error) {
        // It was forwarded all the same, so that whoever watches knows that the run is over.
        listener.problem(problem(told(error)));
      }
    writer.close();
  } catch (error) {
    listener.problem(problem(told(error)));
  }
}
