import type { TransformStep } from '../../../plan/plan.ts';

/** What each byte 0 … 255 becomes: every step but the shift looks at one pixel alone. */
export function pixelTable(steps: readonly TransformStep[]): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) =>
    steps.reduce((value, step) => {
      if (step.kind === 'scale') return value * step.by + step.add;
      if (step.kind === 'normalise') return (value - step.mean) / step.deviation;
      return value;
    }, byte),
  );
}

/** How far an image is moved at most. Several shifts are one, as far as all together. */
export const shiftOf = (steps: readonly TransformStep[]): number =>
  steps.reduce((total, step) => total + (step.kind === 'random-shift' ? step.pixels : 0), 0);

/**
 * Writes one image moved by whole pixels. The rim is filled with what the darkest byte becomes.
 *
 * @param from first byte of the image; @param to first value of it
 * @param down rows that it is moved down; @param right columns that it is moved right
 */
export function writeShifted(
  { bytes, from }: { readonly bytes: Uint8Array; readonly from: number },
  { values, to }: { readonly values: Float32Array; readonly to: number },
  table: Float32Array,
  [height, width]: readonly [number, number],
  { down, right }: { readonly down: number; readonly right: number },
): void {
  const dark = table[0] as number;
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const y = row - down;
      const x = column - right;
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      values[to + row * width + column] = inside
        ? (table[bytes[from + y * width + x] as number] as number)
        : dark;
    }
}
