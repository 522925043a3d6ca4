import type { PixelScale } from '../../../plan/pixel-scale.ts';
import type { TransformStep } from '../../../plan/plan.ts';

/** What each byte 0 … 255 becomes, rounded after each of the two operations as float32 arithmetic does. */
export const pixelTable = ({ by, add }: PixelScale): Float32Array =>
  Float32Array.from({ length: 256 }, (_, byte) => Math.fround(byte * by) + add);

/** How far an image is moved at most. Several shifts are one, as far as all together. */
export const shiftOf = (steps: readonly TransformStep[]): number =>
  steps.reduce((total, step) => total + (step.kind === 'random-shift' ? step.pixels : 0), 0);

/**
 * Writes one image [height, width, channels] moved by whole pixels. The rim is filled with what the darkest byte becomes.
 *
 * @param from first byte of the image; @param to first value of it
 * @param down rows that it is moved down; @param right columns that it is moved right
 */
export function writeShifted(
  { bytes, from }: { readonly bytes: Uint8Array; readonly from: number },
  { values, to }: { readonly values: Float32Array; readonly to: number },
  table: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  { down, right }: { readonly down: number; readonly right: number },
): void {
  const dark = table[0] as number;
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const y = row - down;
      const x = column - right;
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      const source = from + (y * width + x) * channels;
      const target = to + (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel += 1)
        values[target + channel] = inside ? (table[bytes[source + channel] as number] as number) : dark;
    }
}
