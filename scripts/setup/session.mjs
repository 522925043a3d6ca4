import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cache, userFolder } from './places.mjs';
import { tellProblem } from './problem.mjs';
import { note } from './progress.mjs';

/**
 * Runs a script's work and ends the process with its code; an interrupt ends it tidily (locks are given back,
 * children end).
 *
 * @param {() => Promise<number>} work gives the exit code
 */
export async function runScript(work) {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(signal, () => process.exit(code));
  }
  process.exitCode = await work().catch(tellProblem);
}

/** @param {string} what @param {string} path @param {() => Promise<T>} work @template T */
function turn(what, path, work) {
  return withLock(path, work, (pid) => note(`Another set-up (process ${pid}) is at ${what}; waiting for it`));
}

/** What all checkouts share: engines, data, Electron. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const inUserFolder = (work) => turn('the shared folder', join(userFolder(), 'setup.lock'), work);

/** What belongs to this checkout: packages and build. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const inCheckout = (work) => turn('this checkout', join(cache, 'setup.lock'), work);
