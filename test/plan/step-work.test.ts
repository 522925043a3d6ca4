import { expect, test } from 'vitest';
import { stepWork } from '../../src/plan/step-work.ts';
import { starter } from '../runtime/starter.ts';

const { plan } = starter().compiled;
const [training, taught, alone] = plan.stages;
if (!training || !taught || !alone) throw new Error('the starter has three stages');
const work = (stage: Parameters<typeof stepWork>[1]): number => stepWork(plan, stage);

test('a step that trains a teacher costs more than one that asks it, and that more than one without it', () => {
  const asking = work({ ...taught, cache: null });
  // The small student hardly counts beside its teacher, which is run once instead of three times.
  expect(work(training)).toBeGreaterThan(2 * asking);
  expect(asking).toBeGreaterThan(2 * work(alone));
  expect(work(alone)).toBeGreaterThan(0);
});

test('a teacher whose answers are kept costs a pass for each view, spread over all epochs', () => {
  const { taps, epochs } = taught;
  const at = (views: number | null): number =>
    work({ ...taught, cache: views === null ? null : { taps: taps.map((it) => it.id), views } });
  const teacher = at(null) - work(alone);
  for (const views of [1, 4]) expect(at(views) - work(alone)).toBeCloseTo((teacher * views) / epochs);
  expect(work({ ...taught, cache: { taps: [], views: 1 } })).toBe(at(null));
});

test('a larger batch costs as much more as it is larger, but for what every step costs', () => {
  const at = (batch: number): number => work({ ...training, batch });
  expect(at(300) - at(200)).toBeCloseTo(at(200) - at(100));
});
