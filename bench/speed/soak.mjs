import { distill } from '../distill.mjs';
import { DATA, network } from './jobs.mjs';
import { watchMemory } from './memory.mjs';
import { inFreshHome, jobArguments } from './our-side.mjs';
import { median, paces, slope } from './pace.mjs';
import { stretches } from './run-events.mjs';

/**
 * @typedef {object} Soak what a long run shows
 * @property {number} steps
 * @property {number | null} growth resident bytes by 1,000 steps, engine and command line together; null
 *   where untold
 * @property {number} early milliseconds a step in the first fifth
 * @property {number} late in the last fifth
 */

const STEPS = 10_000;
/** Bytes are looked at from here on: what a run takes at its start is no growth. */
const SETTLED = 2_000;

/**
 * One distillation of at least 10,000 steps: whether its memory grows, and whether its steps become
 * slower.
 *
 * @param {import('./jobs.mjs').Job} job
 * @param {string} teacher its file
 * @returns {Promise<Soak>}
 */
export async function soak(job, teacher) {
  const { batch, data } = network(job.student);
  const epochs = Math.ceil(STEPS / Math.ceil(DATA[data].train / batch));
  return inFreshHome(async (runs, env) => {
    /** @type {ReturnType<typeof watchMemory> | undefined} */
    let memory;
    /** @type {{ x: number, y: number }[]} */
    const points = [];
    let steps = 0;
    const args = jobArguments(job, teacher, { precision: 'float32', seed: 1, epochs });
    const events = await distill(
      [...args, '--out', runs],
      (event, run) => {
        memory ??= watchMemory(run.pid);
        const seen = memory.look();
        if (event.kind !== 'metrics') return;
        steps = event.steps.at(-1) ?? steps;
        if (seen && steps > SETTLED) points.push({ x: steps / 1000, y: seen.now });
      },
      env,
    );
    const marks = stretches(events);
    const fifth = (/** @type {number} */ from) =>
      median(
        paces(
          marks.map((it) => it.filter(({ step }) => step >= from && step <= from + steps / 5)),
          0,
        ),
      );
    return {
      steps,
      growth: points.length > 1 ? slope(points) : null,
      early: fifth(steps / 20),
      late: fifth(steps - steps / 5),
    };
  });
}
