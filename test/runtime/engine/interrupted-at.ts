import { type Control, createControl } from '../../../src/runtime/engine/control.ts';

/**
 * A control that asks for a stop (or a pause) at the n-th moment at which the engine looks up: after each step,
 * between two batches of a measurement, between two files. The clock has no part in it.
 *
 * @param moment 0 for never
 */
export function interruptedAt(
  moment: number,
  how: 'stop' | 'pause' = 'stop',
): { readonly control: Control; readonly moments: () => number } {
  const inner = createControl();
  let moments = 0;
  const control: Control = {
    get wanted() {
      return inner.wanted;
    },
    pause: inner.pause,
    resume: inner.resume,
    stop: inner.stop,
    set: inner.set,
    wishes: inner.wishes,
    breathe() {
      moments += 1;
      if (moments === moment) inner[how]();
      return undefined;
    },
    held: inner.held,
  };
  return { control, moments: () => moments };
}
