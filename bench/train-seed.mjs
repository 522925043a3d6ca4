import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../scripts/setup/places.mjs';
import { step } from '../scripts/setup/progress.mjs';
import { distill } from './distill.mjs';
import { load } from './machine.mjs';

/** @typedef {import('../src/plan/events.ts').RunEvent} RunEvent */
/** @typedef {Extract<RunEvent, { kind: 'evaluation' }>} Evaluation */
/**
 * @typedef {object} SeedResult
 * @property {number} seed
 * @property {Evaluation} teacher
 * @property {Evaluation} student
 * @property {Evaluation} alone the same student on the labels alone
 * @property {import('../src/plan/events.ts').EngineInfo} engine
 * @property {{ role: string, epochs: number, steps: number }[]} stages in order
 * @property {number} seconds of the whole run
 * @property {number} load processes that wanted to run before this one began, one minute's mean
 */

const TEMPLATE = join(checkout, 'templates', 'tempered-softmax-mnist.json');

/**
 * Runs the starter on all of its data through the command line, as anybody does.
 *
 * @param {number} seed of teacher, student and the student alone
 * @returns {Promise<SeedResult>}
 */
export async function trainSeed(seed) {
  const folder = await mkdtemp(join(tmpdir(), 'potstill-bench-'));
  const sets = [`teacher.seed=${seed}`, `trainer.seed=${seed}`].flatMap((it) => ['--set', it]);
  try {
    return await step(`Seed ${seed}`, async (handle) => {
      const before = load();
      const start = performance.now();
      const events = await distill([TEMPLATE, ...sets, '--out', folder], (event) => {
        if (event.kind === 'stage-started') handle.say(`stage ${event.index + 1} of ${event.of}`);
      });
      return { ...resultOf(seed, events), seconds: (performance.now() - start) / 1000, load: before };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {number} seed @param {RunEvent[]} events */
function resultOf(seed, events) {
  const started = events.find((it) => it.kind === 'run-started');
  /** @param {string} role */
  const measured = (role) => {
    const found = events.find((it) => it.kind === 'evaluation' && it.measured.role === role);
    if (found?.kind !== 'evaluation') throw new Error(`The run measured no ${role}`);
    return found;
  };
  if (started?.kind !== 'run-started') throw new Error('The run did not say that it started');
  const stages = events.flatMap((it) => {
    if (it.kind !== 'stage-started') return [];
    const epoch = events.find((other) => other.kind === 'epoch' && other.stage === it.stage);
    const role = epoch?.kind === 'epoch' ? (epoch.measured[0]?.role ?? '') : '';
    return [{ role, epochs: it.epochs, steps: it.steps }];
  });
  return {
    seed,
    teacher: measured('teacher'),
    student: measured('student'),
    alone: measured('baseline'),
    engine: started.engine,
    stages,
  };
}
