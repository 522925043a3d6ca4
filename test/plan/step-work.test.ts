import { expect, test } from 'vitest';
import { stepWork } from '../../src/plan/step-work.ts';
import { starter } from '../runtime/starter.ts';

test('a step that trains a teacher costs more than one that asks it, and that more than one without it', () => {
  const { plan } = starter().compiled;
  const [teacher = 0, taught = 0, alone = 0] = plan.stages.map((stage) => stepWork(plan, stage));
  // The small student hardly counts beside its teacher, which is run once instead of three times.
  expect(teacher).toBeGreaterThan(2 * taught);
  expect(taught).toBeGreaterThan(2 * alone);
  expect(alone).toBeGreaterThan(0);
});

test('a larger batch costs as much more as it is larger, but for what every step costs', () => {
  const { plan } = starter().compiled;
  const [stage] = plan.stages;
  if (!stage) throw new Error('no stage');
  const at = (batch: number): number => stepWork(plan, { ...stage, batch });
  expect(at(300) - at(200)).toBeCloseTo(at(200) - at(100));
});
