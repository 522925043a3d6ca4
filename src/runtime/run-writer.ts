import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ProblemError } from '../pipeline/problem.ts';
import { type EngineEvent, RunEvent } from '../plan/events.ts';
import { type AppendFs, openAppendFile } from './append-file.ts';
import { EVENTS_FILE, mendEvents } from './run-events.ts';
import { lockRun } from './run-lock.ts';
import { scalarsOf } from './scalars.ts';
import { tensorboardScalars, tensorboardStart } from './tensorboard.ts';

/** The one writer of a run's log. */
export type RunWriter = {
  /**
   * Numbers and times the event, writes it, then forwards it. Metrics may wait a quarter of a second.
   *
   * @throws ProblemError once, where the disk refuses; from then on events are forwarded although they could not
   *   be written, and every later write tries again, so that the run can still say how it ended
   */
  write(event: EngineEvent): void;
  flush(): void;
  /** Writes what waits, and gives the run folder free. Never throws. */
  close(): void;
};

/** Metrics reach the disk at least this often; milliseconds. */
const FLUSH_EVERY = 250;
/** After these a power cut must not take the log back. */
const SYNCED: ReadonlySet<EngineEvent['kind']> = new Set([
  'checkpoint',
  'saved-model',
  'evaluation',
  'run-ended',
]);

/**
 * Takes a run folder and opens its log at the end; a torn last line is cut off, numbers and time go on from there.
 * TensorBoard's event file stands beside it.
 *
 * @param forward gets each event once it is written, as it reads from the disk
 * @throws ProblemError `run-locked`, `run-damaged`, or a file fault
 */
export function openRunWriter(
  folder: string,
  forward: (event: RunEvent) => void,
  { fs }: { readonly fs?: AppendFs } = {},
): RunWriter {
  const release = lockRun(folder);
  try {
    return writerOf(folder, forward, release, fs);
  } catch (error) {
    release();
    throw error;
  }
}

function writerOf(
  folder: string,
  forward: (event: RunEvent) => void,
  release: () => void,
  fs: AppendFs | undefined,
): RunWriter {
  let { seq, time: before } = mendEvents(folder);
  const log = openAppendFile(join(folder, EVENTS_FILE), fs);
  const seconds = Date.now() / 1000;
  const board = openAppendFile(
    join(folder, `events.out.tfevents.${Math.floor(seconds)}.potstill.${seq}`),
    fs,
  );
  const began = performance.now();
  const epoch = Date.now() - began;

  let lines: string[] = [];
  let records: Uint8Array[] = [tensorboardStart(seconds)];
  let waiting: RunEvent[] = [];
  let failure: unknown;
  let failureTold = false;
  let flushed = began;

  const flush = (sync = false): void => {
    flushed = performance.now();
    try {
      if (lines.length > 0) log.append(Buffer.from(lines.join('')));
      lines = [];
      if (records.length > 0) board.append(Buffer.concat(records));
      records = [];
      if (sync) log.sync();
    } catch (error) {
      failure ??= error;
    }
    const ready = waiting;
    waiting = [];
    for (const event of ready) forward(event);
  };
  const tell = (): void => {
    if (failure === undefined || failureTold) return;
    failureTold = true;
    throw failure;
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) flush();
  }, FLUSH_EVERY);
  timer.unref();

  return {
    write(event) {
      tell();
      const now = performance.now();
      // Through JSON, so that what is forwarded is what a reader of the log will see (NaN is null there).
      const line = JSON.stringify({ seq, time: round(before + now - began), ...event });
      const stamped = RunEvent.safeParse(JSON.parse(line));
      if (!stamped.success)
        throw new ProblemError({
          code: 'event-invalid',
          message: `The engine made an event (${event.kind}) that nobody could read.`,
          found: `${stamped.error.issues[0]?.path.join('.')}: ${stamped.error.issues[0]?.message}`,
          fix: 'Please report this with the plan of the run.',
        });
      seq += 1;
      lines.push(`${line}\n`);
      const scalars = scalarsOf(stamped.data);
      if (scalars.length > 0) records.push(tensorboardScalars(scalars, (epoch + now) / 1000));
      waiting.push(stamped.data);
      if (event.kind !== 'metrics' || now - flushed >= FLUSH_EVERY) flush(SYNCED.has(event.kind));
      tell();
    },
    flush() {
      flush();
      tell();
    },
    close() {
      clearInterval(timer);
      flush(true);
      for (const file of [log, board])
        try {
          file.close();
        } catch {
          // Nothing is lost: all that could be written was flushed.
        }
      release();
    },
  };
}

const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
