import type { TapShape } from '../../../src/runtime/engine/cache/cached-teacher.ts';
import type { TeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';

/* Outputs whose every value tells of which key, tap and row it is. */

export const ROWS = 6;
export const TAPS: readonly TapShape[] = [
  { layer: 'dense-2', shape: [3] },
  { layer: 'activation-1', shape: [2, 2] },
];
/** Of one cache of these. */
export const BYTES = ROWS * (3 + 4) * 4;

export const keyOf = (digit: number): string => digit.toString(16).repeat(64);

/** Values of some rows of one tap. */
export function valuesOf(key: string, tap: TapShape, from: number, to: number): Float32Array {
  const size = tap.shape.reduce((product, it) => product * it, 1);
  const base = Number.parseInt(key.slice(0, 1), 16) * 1000 + TAPS.indexOf(tap) * 100;
  return Float32Array.from({ length: (to - from) * size }, (_, at) => base + from * size + at);
}

/** Writes them, two rows at a time. */
export async function writeRows(cache: TeacherCache, key: string, step?: (rows: number) => Promise<void>) {
  const writer = await cache.create(key, ROWS, TAPS);
  await step?.(0);
  for (let at = 0; at < ROWS; at += 2) {
    await writer.add(TAPS.map((tap) => valuesOf(key, tap, at, at + 2)));
    await step?.(at + 2);
  }
  return writer.finish();
}
