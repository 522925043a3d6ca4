import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ now: number, peak: number }} Memory resident bytes: at this moment, and at most so far */

/**
 * @param {number} pid
 * @returns {(Memory & { parent: number }) | null} null where it has ended, or is not told
 */
function statusOf(pid) {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
  const number = (/** @type {string} */ key) =>
    Number(new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(status)?.[1]);
  return { parent: number('PPid'), now: 1024 * number('VmRSS'), peak: 1024 * number('VmHWM') };
}

/** @param {number} pid @returns {number[]} its children; none where the system does not tell them */
function childrenOf(pid) {
  try {
    return readdirSync('/proc')
      .filter((it) => /^\d+$/.test(it))
      .map(Number)
      .filter((it) => statusOf(it)?.parent === pid);
  } catch {
    return [];
  }
}

/**
 * Watches what a command line and the engine that it starts take together. Linux alone tells.
 *
 * @param {number} pid of the command line
 */
export function watchMemory(pid) {
  /** @type {number | undefined} */
  let engine;
  /** @type {Memory | null} */
  let last = null;
  return {
    /** @returns {Memory | null} as it stands; null until the engine is there */
    look() {
      engine ??= childrenOf(pid)[0];
      const both = [statusOf(pid), engine === undefined ? null : statusOf(engine)];
      const [own, beside] = both;
      if (!own || !beside) return null;
      last = { now: own.now + beside.now, peak: own.peak + beside.peak };
      return last;
    },
    /** @returns {number | null} the highest that was seen */
    peak: () => last?.peak ?? null,
  };
}
