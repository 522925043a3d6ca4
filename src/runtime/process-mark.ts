import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { z } from 'zod';
import { faultCode } from './file-fault.ts';

/** Tells a process from one that got its number later. */
export const ProcessMark = z.object({
  pid: z.int(),
  /** When the process was started, in whatever words the system has; empty where it does not tell. */
  started: z.string(),
  /** Which start of the machine it belongs to. */
  boot: z.string(),
});
export type ProcessMark = z.infer<typeof ProcessMark>;

/** The mark of a process that runs now, this one where none is named. */
export const markOf = (pid: number = process.pid): ProcessMark => ({
  pid,
  started: startOf(pid),
  boot: bootOf(),
});

/** Whether the very process that is marked still runs. */
export function isAlive({ pid, started, boot }: ProcessMark): boolean {
  if (boot !== bootOf()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    if (faultCode(error) !== 'EPERM') return false;
  }
  return started === startOf(pid);
}

/**
 * Linux: field 22 of stat, in ticks since boot; a process that has ended and that nobody has asked for its exit code
 * is there in name only. macOS: ps (not proven). Windows: not told.
 */
function startOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return /^[ZX]/.test(fields[0] ?? '') ? 'ended' : (fields[19] ?? '');
    }
    if (process.platform === 'darwin')
      return execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // It went away just now.
  }
  return '';
}

function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere the minute in which the machine was started; its clock may drift by less than that in a day.
    return `minute ${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
  }
}
