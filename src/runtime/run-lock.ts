import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ProblemError } from '../pipeline/problem.ts';
import { faultCode, fileFault } from './file-fault.ts';
import { isAlive, markOf, ProcessMark } from './process-mark.ts';

/*
 * A run folder is written by one process at a time. Locks are numbered, `run.lock.<n>`, and the highest number
 * counts: whoever wants a folder whose holder is gone creates the next number, which the file system grants to
 * one alone. The highest is never removed, only replaced, so that nobody can bring back a number that was taken;
 * a lock that is simply deleted and made anew can be held by two at once.
 */

const Holder = ProcessMark.extend({ released: z.boolean() });
type Holder = z.infer<typeof Holder>;

const NAME = /^run\.lock\.(\d+)$/;

const self = (): Holder => ({ ...markOf(), released: false });

/** Whether the process that wrote the lock is still there. */
const alive = (holder: Holder): boolean => !holder.released && isAlive(holder);

function highest(folder: string): number {
  const numbers = readdirSync(folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function holderOf(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Locks appear whole, so that an unreadable one was left by no living process.
    return undefined;
  }
}

const lockPath = (folder: string, number: number): string => join(folder, `run.lock.${number}`);

/** Whether a living process is writing this run. */
export function isLocked(folder: string): boolean {
  try {
    const number = highest(folder);
    const holder = number > 0 ? holderOf(lockPath(folder, number)) : undefined;
    return holder !== undefined && alive(holder);
  } catch {
    return false;
  }
}

/**
 * Takes a run folder for this process.
 *
 * @returns gives it free again
 * @throws ProblemError `run-locked` where a living process holds it
 */
export function lockRun(folder: string): () => void {
  try {
    for (;;) {
      const number = highest(folder);
      const holder = number > 0 ? holderOf(lockPath(folder, number)) : undefined;
      if (holder && alive(holder))
        throw new ProblemError({
          code: 'run-locked',
          message: `The run ${basename(folder)} is being written by another process.`,
          found: `process ${holder.pid}`,
          fix: 'Stop it there first, or wait until it has ended.',
        });
      if (!claim(folder, number + 1)) continue;
      for (const name of readdirSync(folder))
        if (Number(NAME.exec(name)?.[1] ?? Number.NaN) <= number) removeQuietly(join(folder, name));
      return () => replace(lockPath(folder, number + 1), { ...self(), released: true });
    }
  } catch (error) {
    throw fileFault(error, folder, 'lock');
  }
}

/** Creates a lock whole, or not at all where its number or a higher one is there. */
function claim(folder: string, number: number): boolean {
  const draft = join(folder, `.lock-${randomBytes(8).toString('hex')}.tmp`);
  const path = lockPath(folder, number);
  writeFileSync(draft, JSON.stringify(self()), { flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (faultCode(error) === 'EEXIST') return false;
    // File systems without links (some USB sticks and network drives): exclusive creation does as well.
    if (!createExclusively(path)) return false;
  } finally {
    removeQuietly(draft);
  }
  if (highest(folder) === number) return true;
  removeQuietly(path);
  return false;
}

function createExclusively(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(self()), { flag: 'wx' });
    return true;
  } catch (error) {
    if (faultCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The folder may be gone by now, and then there is nothing to give free. */
function replace(path: string, holder: Holder): void {
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, JSON.stringify(holder), { flag: 'wx' });
    renameSync(draft, path);
  } catch {
    removeQuietly(draft);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already.
  }
}
