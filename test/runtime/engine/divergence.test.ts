import { describe, expect, test } from 'vitest';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { BACKENDS } from './backends.ts';
import { adam, distillation, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

/*
 * Numbers that run away: the run ends at the step at which they do, says which loss it was, and saves nothing that
 * is spoiled.
 */

const changed = (of: Plan, id: string, change: Partial<Stage>): Plan => ({
  ...of,
  stages: of.stages.map((it) => (it.id === id ? { ...it, ...change } : it)),
});
const steep = { ...adam(1e6), op: 'optimizer.sgd', args: { momentum: 0, nesterov: false, weightDecay: 0 } };

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  test('a learning rate of a million: step and loss are named, and the stage before is kept', async () => {
    const of = changed(distillation(kind), 'stage-2', { optimizer: steep });
    const { folder, events, ending } = await runHere(of, { engineFolder });
    const problem = events.at(-2);
    expect(problem).toMatchObject({
      kind: 'problem',
      code: 'loss-not-finite',
      at: expect.stringMatching(/^term-2/),
    });
    if (problem?.kind !== 'problem') return;
    expect(problem.step).toBeGreaterThan(1);
    expect(problem.message).toMatch(
      new RegExp(`^At step ${problem.step} the value of loss\\.[a-z-]+ was not`),
    );
    expect(problem.fix).toMatch(/learning rate/);
    expect(ending).toMatchObject({ how: 'failed', text: problem.message });

    // Numbers may be huge for a while before they are none; what was saved of them can be gone on from.
    const { point, damaged } = await newestCheckpoint(folder, ['stage-1', 'stage-2', 'stage-3']);
    expect(damaged).toEqual([]);
    expect(point).not.toBeNull();
    const again = await runHere(of, { folder, engineFolder, resume: point });
    expect(again.of('run-started')[0]?.resumedAt).toEqual(point);
    expect(again.of('note')).toEqual([]);
    expect(again.events.at(-2)).toEqual(problem);
  });

  test('weights of a loss beyond what a number holds: the sum is named, at the first step', async () => {
    const of = distillation(kind);
    const [, second] = of.stages;
    const terms = second?.terms.map((it) =>
      it.op === 'loss.weighted-sum' ? { ...it, args: { weights: [1e38, 1e38] } } : it,
    );
    const { events } = await runHere(changed(of, 'stage-2', { terms: terms ?? [] }), { engineFolder });
    expect(events.at(-2)).toMatchObject({
      code: 'loss-not-finite',
      at: second?.total,
      step: 1,
      message: 'At step 1 the value of loss.weighted-sum was not a finite number.',
    });
  });

  test('a gradient that overflows where the loss does not', async () => {
    const data = source({ transform: [{ kind: 'scale', by: 1e30, add: 0 }] });
    const own = stage(data, { student: 'network-1' });
    const of = plan(data, [network('network-1', mlpLayers(4))], [own], [], kind);
    const { events } = await runHere(of, { engineFolder });
    expect(events.at(-2)).toMatchObject({
      code: 'loss-not-finite',
      at: 'stage-1',
      message: 'At step 1 the loss was finite, but its gradient was not.',
    });
  });

  test('a loss that is not a number is never told as one', async () => {
    const of = changed(distillation(kind), 'stage-2', { optimizer: steep });
    const { of: told } = await runHere(of, { engineFolder });
    for (const { columns } of told('metrics'))
      for (const [name, values] of Object.entries(columns))
        expect(
          values.every((it) => Number.isFinite(it)),
          name,
        ).toBe(true);
  });
});
