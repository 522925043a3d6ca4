import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Starts a program that takes over the terminal and gives its exit code.
 *
 * An interrupt from the keyboard reaches it without us; only one that was sent to this process alone is passed
 * on. To pass on both would ask twice, and twice means "at once".
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function handOver(program, args, options = {}) {
  return new Promise((done, fail) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    process.on('SIGINT', () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    });
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    child.once('error', fail);
    child.once('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}
