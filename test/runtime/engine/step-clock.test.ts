import { expect, test } from 'vitest';
import { createStepClock } from '../../../src/runtime/engine/step-clock.ts';

/** A clock that shows what it is told. */
function clockOf(times: readonly number[]) {
  let at = 0;
  return createStepClock(() => times[at++] ?? Number.NaN);
}
const timed = (times: readonly number[]) => {
  const clock = clockOf(times);
  for (let step = 0; step < times.length / 2; step += 1) {
    clock.begin();
    clock.end();
  }
  return clock;
};

test('tells the middle step, however long one of them took, and leaves out what lies between steps', () => {
  expect(timed([0, 900, 1000, 1002, 5000, 5003]).take()).toBe(3);
  expect(timed([0, 2, 10, 14]).take()).toBe(3);
});

test('begins anew after each answer, and has none without a step', () => {
  const clock = timed([0, 4]);
  expect(clock.take()).toBe(4);
  expect(clock.take()).toBeUndefined();
});
