import { createHash } from 'node:crypto';

/**
 * Four int32 that are all there is to a stream of random draws: a hash of its name (seed, name, step), so
 * that neighbouring seeds and steps have nothing in common.
 */
export function streamKey(
  seed: number,
  name: string,
  step: number,
): readonly [number, number, number, number] {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, name, step]))
    .digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
}
