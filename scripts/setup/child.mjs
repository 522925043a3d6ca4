import { spawn } from 'node:child_process';

/**
 * @typedef {object} ChildResult
 * @property {number} code exit code; 127 where the program is not there, 128 and more for a signal
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeout?: number }} [options] timeout in milliseconds
 * @returns {Promise<ChildResult>} never rejects
 */
export function runChild(program, args, options = {}) {
  return new Promise((done) => {
    let stdout = '';
    let stderr = '';
    // A group of its own: some programs are scripts that start the real one, and all of them must end together.
    const grouped = process.platform !== 'win32';
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: grouped,
      ...options,
    });
    const stop = () => {
      try {
        if (grouped && child.pid) process.kill(-child.pid, 'SIGTERM');
        else child.kill('SIGTERM');
      } catch {
        // It has ended already.
      }
    };
    // A set-up that is ended must not leave a download or a compiler behind.
    process.once('exit', stop);
    child.stdout?.on('data', (part) => {
      stdout += part;
    });
    child.stderr?.on('data', (part) => {
      stderr += part;
    });
    child.once('error', (error) => {
      process.off('exit', stop);
      done({ code: 127, stdout, stderr: String(error.message) });
    });
    child.once('close', (code, signal) => {
      process.off('exit', stop);
      done({ code: code ?? (signal ? 143 : 1), stdout, stderr });
    });
  });
}

/**
 * The last lines of a long output, for an error message.
 *
 * @param {string} text
 * @param {number} [lines]
 * @returns {string}
 */
export function tail(text, lines = 12) {
  return text.trim().split('\n').slice(-lines).join('\n');
}
