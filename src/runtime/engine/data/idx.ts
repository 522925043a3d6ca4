import { EngineProblem } from '../engine-problem.ts';

const MAGIC = { images: 0x0803, labels: 0x0801 } as const;

/**
 * Reads an IDX file of bytes: a magic number, the sizes (big-endian), then the values.
 *
 * @param name of the file, for the message
 * @param shape of one example: [height, width] for images, [] for labels
 * @returns the values without a copy, and how many examples there are
 */
export function readIdx(
  name: string,
  bytes: Uint8Array,
  kind: keyof typeof MAGIC,
  shape: readonly number[],
): { readonly count: number; readonly values: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = 4 * (2 + shape.length);
  const refuse = (found: string): never => {
    throw new EngineProblem({
      code: 'data-damaged',
      message: `The data file ${name} is not as it should be (${found}).`,
      fix: DATA_FIX,
    });
  };
  if (bytes.byteLength < header) return refuse(`${bytes.byteLength} bytes`);
  if (view.getUint32(0) !== MAGIC[kind]) return refuse(`it begins with ${view.getUint32(0).toString(16)}`);
  const count = view.getUint32(4);
  shape.forEach((size, at) => {
    if (view.getUint32(8 + 4 * at) !== size) refuse(`images of another size than ${shape.join('×')}`);
  });
  const each = shape.reduce((product, size) => product * size, 1);
  if (bytes.byteLength !== header + count * each)
    return refuse(`${bytes.byteLength} bytes, ${header + count * each} expected`);
  return { count, values: bytes.subarray(header) };
}

export const DATA_FIX =
  'Run set-up again (npm start): it brings the file anew. In the app: install it again.';
