import { join } from 'node:path';
import { checkout } from '../../scripts/setup/places.mjs';
import { distill } from '../distill.mjs';
import { inFreshHome } from './our-side.mjs';

/** @typedef {import('../../src/plan/events.ts').EngineInfo} EngineInfo */
/** @typedef {{ seconds: number, engine: EngineInfo }} FirstStep */

const STARTER = join(checkout, 'templates', 'tempered-softmax-mnist.json');

/**
 * @returns {Promise<FirstStep>} how long the starter takes from the command to its first step, and what
 *   trains it
 */
export async function firstStep() {
  return inFreshHome(async (runs, env) => {
    const begun = performance.now();
    let milliseconds = Number.NaN;
    /** @type {EngineInfo | undefined} */
    let engine;
    await distill(
      [STARTER, '--out', runs],
      (event, run) => {
        if (event.kind === 'run-started') engine = event.engine;
        if (event.kind !== 'metrics') return;
        if (Number.isNaN(milliseconds)) milliseconds = performance.now() - begun;
        run.stop();
      },
      env,
    );
    if (!engine || Number.isNaN(milliseconds))
      throw new Error(`The starter took no step (${engine?.device})`);
    return { seconds: milliseconds / 1000, engine };
  });
}
