import { cpus } from 'node:os';

/**
 * @typedef {{ measured: number, loud: number }} Quiet how many measurements there were, and how many while
 *   others worked
 */
/** @typedef {<T>(measure: () => Promise<T>) => Promise<T>} WhenQuiet */

const LOOK = 500; // milliseconds
/** Share of all cores that others may use. */
const LEAST_IDLE = 0.9;

const times = () => {
  const all = cpus().map((it) => it.times);
  const idle = all.reduce((sum, it) => sum + it.idle, 0);
  return { idle, total: all.reduce((sum, it) => sum + it.user + it.nice + it.sys + it.irq + it.idle, 0) };
};

async function isQuiet() {
  const before = times();
  await new Promise((done) => setTimeout(done, LOOK));
  const after = times();
  return (after.idle - before.idle) / (after.total - before.total) >= LEAST_IDLE;
}

/**
 * Has each measurement wait for a machine that is left alone, for a while: one process beside them makes
 * threads wait for each other many times longer than it takes itself.
 *
 * @param {number} patience seconds
 */
export function createQuiet(patience) {
  const counted = { measured: 0, loud: 0 };
  return {
    /** @returns {Quiet} */
    counted: () => ({ ...counted }),
    /** @type {WhenQuiet} */
    async whenQuiet(measure) {
      let quiet = false;
      for (let waited = 0; waited <= 1000 * patience && !quiet; waited += LOOK) quiet = await isQuiet();
      counted.measured += 1;
      if (!quiet) counted.loud += 1;
      return measure();
    },
  };
}
