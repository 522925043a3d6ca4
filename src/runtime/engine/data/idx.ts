import { EngineProblem } from '../engine-problem.ts';

/** The third byte of the magic number: unsigned bytes. The fourth is the rank. */
const BYTES = 0x08;

/**
 * Reads an IDX file of bytes: a magic number, the sizes (big-endian), then the values.
 *
 * @param set and `name` of the file, for the message
 * @param shape of one example: [height, width] or [height, width, channels] for images, [] for labels
 * @returns the values without a copy, example by example, and how many examples there are
 */
export function readIdx(
  set: string,
  name: string,
  bytes: Uint8Array,
  shape: readonly number[],
): { readonly count: number; readonly values: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = (BYTES << 8) | (1 + shape.length);
  const header = 4 * (2 + shape.length);
  const refuse = (found: string): never => {
    throw new EngineProblem({
      code: 'data-damaged',
      message: `The data file ${set}/${name} is not as it should be (${found}).`,
      fix: bringAnew(set),
    });
  };
  if (bytes.byteLength < header) return refuse(`${bytes.byteLength} bytes`);
  if (view.getUint32(0) !== magic)
    return refuse(`it begins with ${view.getUint32(0).toString(16)}, ${magic.toString(16)} expected`);
  const count = view.getUint32(4);
  shape.forEach((size, at) => {
    if (view.getUint32(8 + 4 * at) !== size) refuse(`images of another size than ${shape.join('×')}`);
  });
  const each = shape.reduce((product, size) => product * size, 1);
  if (bytes.byteLength !== header + count * each)
    return refuse(`${bytes.byteLength} bytes, ${header + count * each} expected`);
  return { count, values: bytes.subarray(header) };
}

/** What to do about a file that is not the one it should be. The app has no set-up: what it came with is all it has. */
export const bringAnew = (set: string): string =>
  `Bring it anew in a checkout: npm run data -- ${set}. In the installed app: install it again.`;
