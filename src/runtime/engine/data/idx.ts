import { EngineProblem } from '../engine-problem.ts';

/** The third byte of the magic number, and how long a value is. The fourth byte is the rank. */
const TYPES = { bytes: { code: 0x08, size: 1 }, shorts: { code: 0x0b, size: 2 } } as const;

/** What the first bytes of an IDX file say. */
export type IdxHeader = {
  /** How many examples there are. */
  readonly count: number;
  /** Where the first of them begins. */
  readonly begin: number;
};

/**
 * Reads the header of an IDX file: a magic number and the sizes (big-endian), before the values, example by
 * example.
 *
 * @param set and `name` of the file, for the message
 * @param head the file's first bytes: its header at least, or all of a file that is shorter
 * @param size of the whole file, in bytes
 * @param shape of one example: [height, width] or [height, width, channels] for images, [tokens] for texts, [] for labels
 * @param values unsigned bytes, or big-endian shorts
 */
export function readIdxHeader(
  set: string,
  name: string,
  head: Uint8Array,
  size: number,
  shape: readonly number[],
  values: keyof typeof TYPES = 'bytes',
): IdxHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = (TYPES[values].code << 8) | (1 + shape.length);
  const begin = 4 * (2 + shape.length);
  const refuse = (found: string): never => {
    throw new EngineProblem({
      code: 'data-damaged',
      message: `The data file ${set}/${name} is not as it should be (${found}).`,
      fix: bringAnew(set),
    });
  };
  if (size < begin) return refuse(`${size} bytes`);
  if (view.getUint32(0) !== magic)
    return refuse(`it begins with ${view.getUint32(0).toString(16)}, ${magic.toString(16)} expected`);
  const count = view.getUint32(4);
  shape.forEach((side, at) => {
    if (view.getUint32(8 + 4 * at) !== side) refuse(`examples of another size than ${shape.join('×')}`);
  });
  const each = shape.reduce((product, side) => product * side, TYPES[values].size);
  const wanted = begin + count * each;
  if (size !== wanted) return refuse(`${size} bytes, ${wanted} expected`);
  return { count, begin };
}

/** What to do about a file that is not the one it should be. The app has no set-up: what it came with is all it has. */
export const bringAnew = (set: string): string =>
  `Bring it anew in a checkout: npm run data -- ${set}. In the installed app: install it again.`;
