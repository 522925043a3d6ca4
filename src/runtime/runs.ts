import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';
import type { RunEvent } from '../plan/events.ts';
import { atomicWrite } from './atomic-write.ts';
import { listCheckpoints } from './checkpoints.ts';
import { faultCode, fileFault } from './file-fault.ts';
import { readModel } from './model-file.ts';
import { progressOf } from './progress.ts';
import { lastEvents, readEvents } from './run-events.ts';
import {
  formatRunFile,
  makeRunFile,
  type NewRun,
  RUN_FILE,
  type RunFile,
  type RunHead,
  readRunFile,
  readRunHead,
} from './run-file.ts';
import { isLocked } from './run-lock.ts';
import { isShared } from './worker-events.ts';

/** How a run stands, as its folder tells it. `queued` is known to the supervisor alone. */
export type RunState = 'queued' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'killed';

export type RunSummary = {
  /** Name of the folder. */
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly state: RunState;
  /** Why it ended, in a sentence; empty while it has not. */
  readonly ending: string;
  /** 0 … 1 over the steps of all stages. */
  readonly progress: number;
  /** It can go on: from a checkpoint, or from the start where it never began. What diverged cannot. */
  readonly resumable: boolean;
  /** The student's, 0 … 1, as it was measured at the end; null where it was not. */
  readonly accuracy: number | null;
  /** The person's own words for it. */
  readonly tags: readonly string[];
};

/** Folders by any other name are none of ours. */
export const RunId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
/** Saved models that the plan reads, by content: a run is complete in itself. */
export const INPUTS = 'inputs';

/**
 * Makes the folder of a new run, `<yyyymmdd-hhmmss>-<title>`, with all that the run needs; two at once get two
 * folders. run.json is written last: a folder without it is not yet a run.
 *
 * @param root folder of all runs; made where it is missing
 * @param models where the saved models lie that the plan names, by SHA-256; copied into the run
 * @throws ProblemError (disk-full, no-permission, model-changed, …)
 */
export async function createRun(
  root: string,
  run: NewRun,
  models: Readonly<Record<string, string>> = {},
): Promise<{ readonly folder: string; readonly file: RunFile }> {
  const file = makeRunFile(run);
  const folder = await makeFolder(root, `${stamp(new Date(file.created))}-${slug(run.title)}`);
  const wanted = new Set(
    file.plan.networks.flatMap(({ start }) => (start.kind === 'saved' ? [start.sha256] : [])),
  );
  for (const sha256 of wanted) {
    const from = models[sha256];
    if (from !== undefined) await copyModel(folder, sha256, from);
  }
  await atomicWrite(join(folder, RUN_FILE), formatRunFile(file));
  return { folder, file };
}

/** Reading it whole proves that the copy is what was compiled, and that it is a model. */
async function copyModel(folder: string, sha256: string, from: string): Promise<void> {
  await readModel(from, sha256);
  const inputs = join(folder, INPUTS);
  await mkdir(inputs, { recursive: true });
  await atomicWrite(join(inputs, `${sha256}.safetensors`), await readFile(from));
}

/** The saved models that a run carries, by SHA-256. */
export async function modelsOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(join(folder, INPUTS)).catch(() => []);
  return Object.fromEntries(
    names.flatMap((name) => {
      const [, sha256] = /^([0-9a-f]{64})\.safetensors$/.exec(name) ?? [];
      return sha256 === undefined ? [] : [[sha256, join(folder, INPUTS, name)]];
    }),
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

const stamp = (at: Date): string =>
  `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;

const slug = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '') || 'run';

async function makeFolder(root: string, name: string): Promise<string> {
  try {
    await mkdir(root, { recursive: true });
    for (let copy = 1; ; copy += 1) {
      const folder = join(root, copy === 1 ? name : `${name}-${copy}`);
      try {
        await mkdir(folder);
        return folder;
      } catch (error) {
        if (faultCode(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw fileFault(error, root, 'make a run in');
  }
}

/** All runs of a folder, newest first. Reads a few kilobytes a run. */
export async function listRuns(root: string): Promise<RunSummary[]> {
  const names = await readdir(root).catch((error: unknown) => {
    if (faultCode(error) === 'ENOENT') return [];
    throw fileFault(error, root, 'list');
  });
  const summaries: RunSummary[] = [];
  const open = names.filter((name) => RunId.test(name));
  // A few at a time: enough to keep the disk busy, and never too many open files.
  const worker = async (): Promise<void> => {
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const found = await summaryOf(join(root, name));
      if (found) summaries.push(found);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return summaries.sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
}

/** How one run stands; undefined where the folder is no run (yet). */
export async function summaryOf(folder: string): Promise<RunSummary | undefined> {
  const id = basename(folder);
  let head: RunHead;
  try {
    head = await readRunHead(folder);
  } catch (error) {
    const there = await access(join(folder, RUN_FILE)).then(
      () => true,
      () => false,
    );
    if (!there || !(error instanceof ProblemError)) return undefined;
    const ending = error.problem.message;
    const nothing = { created: 0, progress: 0, resumable: false, accuracy: null, tags: [] };
    return { id, folder, title: id, state: 'failed', ending, ...nothing };
  }
  const events = await lastEvents(folder);
  const { state, ending } = standing(events, isLocked(folder));
  const points = await listCheckpoints(
    folder,
    head.stages.map((it) => it.id),
  );
  const resumable =
    ['stopped', 'failed', 'killed'].includes(state) &&
    (points.length > 0 || events.length === 0 || isShared(folder)) &&
    !diverged(events);
  const progress = state === 'done' ? 1 : progressOf(head, events);
  const { title, created, tags = [] } = head;
  const accuracy = studentAccuracy(events);
  return { id, folder, title, created, state, ending, progress, resumable, accuracy, tags };
}

/** Numbers that ran away do so again, at the same step. */
function diverged(events: readonly RunEvent[]): boolean {
  const last = events.findLast((it) => it.kind === 'run-started' || it.kind === 'problem');
  return last?.kind === 'problem' && last.code.endsWith('-not-finite');
}

/** Of the last student that was measured: the one that the run was for. */
function studentAccuracy(events: readonly RunEvent[]): number | null {
  const found = events.findLast((it) => it.kind === 'evaluation' && it.measured.role === 'student');
  return found?.kind === 'evaluation' ? found.measured.accuracy : null;
}

function standing(events: readonly RunEvent[], alive: boolean): { state: RunState; ending: string } {
  const last = events.at(-1);
  if (alive && last?.kind !== 'run-ended') {
    const state = events.findLast((it) => it.kind === 'state');
    return { state: state?.state === 'paused' ? 'paused' : 'running', ending: '' };
  }
  if (last?.kind === 'run-ended') return { state: last.how, ending: last.text };
  if (last === undefined)
    return { state: 'stopped', ending: 'It waited in the queue and was never started.' };
  return { state: 'killed', ending: 'The engine went away without a word.' };
}

/** A run with all its events. @throws ProblemError where it is damaged */
export async function readRun(
  folder: string,
): Promise<{ readonly file: RunFile; readonly events: RunEvent[] }> {
  return { file: await readRunFile(folder), events: await readEvents(folder) };
}

/**
 * Deletes a run with its models and checkpoints.
 *
 * @throws ProblemError `run-locked` while it is being written
 */
export async function removeRun(folder: string): Promise<void> {
  if (isLocked(folder))
    throw new ProblemError({
      code: 'run-locked',
      message: `The run ${basename(folder)} is going on.`,
      fix: 'Stop it first.',
    });
  // Out of the list in one move, so that half a run never stands there.
  const aside = join(folder, '..', `.removed-${randomBytes(8).toString('hex')}`);
  try {
    await rename(folder, aside);
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    throw fileFault(error, folder, 'remove');
  }
}
