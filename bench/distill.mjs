import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { tail } from '../scripts/setup/child.mjs';
import { checkout } from '../scripts/setup/places.mjs';
import { SetupProblem } from '../scripts/setup/problem.mjs';

/** @typedef {import('../src/plan/events.ts').RunEvent} RunEvent */
/** @typedef {{ pid: number, stop: () => void }} Running a run that goes on; stopped, it ends as by Ctrl+C */

/**
 * Runs a document through the command line, as anybody does.
 *
 * @param {string[]} args
 * @param {(event: RunEvent, run: Running) => void} hear
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<RunEvent[]>}
 */
export async function distill(args, hear, env = process.env) {
  const child = spawn(process.execPath, [join(checkout, 'out', 'cli', 'cli.js'), ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  const end = () => child.kill();
  process.once('exit', end);
  let stopped = false;
  const run = {
    pid: child.pid ?? 0,
    stop: () => {
      if (!stopped) child.kill('SIGINT');
      stopped = true;
    },
  };
  let complaint = '';
  child.stderr.on('data', (part) => {
    complaint += part;
  });
  /** @type {RunEvent[]} */
  const events = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = /** @type {RunEvent} */ (JSON.parse(line));
    events.push(event);
    hear(event, run);
  });
  const [code] = await once(child, 'close');
  process.off('exit', end);
  if (code === 0 || (stopped && code === 130)) return events;
  const ended = events.findLast((it) => it.kind === 'run-ended');
  throw new SetupProblem(
    `The run ended with exit code ${code}: ${ended?.kind === 'run-ended' ? ended.text : tail(complaint)}`,
    'put right what it names',
  );
}
