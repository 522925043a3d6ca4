import { describe, expect, test } from 'vitest';
import type { Network, Plan } from '../../../src/plan/plan.ts';
import { startWeights } from '../../../src/runtime/engine/start-weights.ts';
import { template, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { onPatterns } from './graph/small-plans.ts';
import { outcomeOf } from './outcome.ts';
import { runHere } from './run-here.ts';

/* Methods of a shoot-out differ in their loss and in nothing else, to the last bit. */

/** `twin` is the first method once more, under another title. */
function twins(): Plan {
  const document = template('shoot-out-mnist');
  const dropping = withParams(document, 'student-network', { hidden: [12], dropout: 0.2 });
  const equal = withParams(dropping, 'kd-cool', document.nodes.kd?.params ?? {});
  return onPatterns(withParams(equal, 'shoot-out', { seeds: 2 }));
}
const plan = twins();
const board = plan.outputs.find((it) => it.kind === 'leaderboard') ?? expect.fail('no leaderboard');
const [first, twin, other] = board.entries.map((it) => it.stages) as [string[], string[], string[]];
const trainedBy = (stage: string): Network =>
  plan.networks.find((it) => plan.stages.find(({ id }) => id === stage)?.train.includes(it.id)) ??
  expect.fail(stage);

test('students of one seed start at the same bits, and those of another seed elsewhere', async () => {
  const starts = await Promise.all(
    [0, 1].map((seed) =>
      Promise.all(
        board.entries.map(({ stages }) => startWeights(trainedBy(stages[seed] as string), plan, {})),
      ),
    ),
  );
  for (const ofSeed of starts) for (const it of ofSeed) expect(it).toEqual(ofSeed[0]);
  expect(starts[0]?.[0]).not.toEqual(starts[1]?.[0]);
});

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  test('two methods that are one come to the same bits, and a third does not', async () => {
    const { folder, events, ending, of } = await runHere(
      { ...plan, engine: { ...plan.engine, kind } },
      { engineFolder },
    );
    expect(ending.text).toBe('The run is done.');
    const { steps, epochs } = await outcomeOf(folder, events);
    const losses = (stage: string) => {
      const own = Object.entries(steps).filter(([key]) => key.startsWith(`${stage} `));
      return own.map(([key, it]) => [key.split(' ')[1], it.loss, it['gradient-norm'], it.accuracy]);
    };
    for (const seed of [0, 1]) {
      const [a, b, c] = [first[seed], twin[seed], other[seed]] as [string, string, string];
      expect(losses(a)).toHaveLength(plan.stages.find((it) => it.id === a)?.steps ?? 0);
      expect(losses(b)).toEqual(losses(a));
      expect(losses(c)).not.toEqual(losses(a));
      expect(epochs[`${b} 1`]?.[0]?.loss).toBe(epochs[`${a} 1`]?.[0]?.loss);
    }
    expect(losses(first[0] as string)).not.toEqual(losses(first[1] as string));
    // Every epoch says what a step took.
    for (const it of of('epoch')) expect(it.millisecondsPerStep).toBeGreaterThan(0);
  });
});
