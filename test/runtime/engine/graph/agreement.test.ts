import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../backends.ts';
import { outcomeOf } from '../outcome.ts';
import { distillation } from '../plans.ts';
import { runHere } from '../run-here.ts';

const compiled = BACKENDS.filter(([name]) => name === 'TensorFlow');

describe.each(compiled)('the compiled step on %s', (_, { kind, engineFolder }) => {
  test('agrees with the same step op by op', async () => {
    const plan = distillation(kind);
    const run = async (reference: boolean) => {
      const { folder, events, ending } = await runHere(plan, { engineFolder, reference });
      expect(ending.text).toBe('The run is done.');
      return outcomeOf(folder, events);
    };
    const [graph, eager] = [await run(false), await run(true)];
    for (const [step, columns] of Object.entries(eager.steps))
      for (const [name, value] of Object.entries(columns))
        expect(graph.steps[step]?.[name], `${name} at ${step}`).toBeCloseTo(value as number, 5);
  });
});
