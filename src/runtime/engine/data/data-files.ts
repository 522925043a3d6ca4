import type { Source } from '../../../plan/plan.ts';
import { EngineProblem } from '../engine-problem.ts';
import { bringAnew, readIdxHeader } from './idx.ts';
import { type ImageFile, imageFile } from './image-file.ts';
import { dataFile, readVerified, verifyInPassing } from './verified-file.ts';

/**
 * Bytes, image after image, each [height, width, channels]: in memory, or in their file. Or texts, each as many tokens as
 * the file stores of one.
 */
export type Images =
  | { readonly kind: 'held'; readonly bytes: Uint8Array }
  | ImageFile
  | { readonly kind: 'tokens'; readonly ids: Uint16Array };

/** Images or texts, and one class index each. */
export type Examples = { readonly count: number; readonly images: Images; readonly labels: Uint8Array };
export type DataFiles = { readonly train: Examples; readonly test: Examples };

/**
 * Reads the IDX files of a data set and refuses every file whose content is not the one that the plan names. Images
 * that the plan streams are looked through and stay where they are.
 *
 * @param folder holds a folder a data set
 * @param turn called while a long file is looked through; may throw to give up
 * @throws EngineProblem data-missing, data-damaged, naming the file; data-shape
 */
export async function readDataFiles(
  folder: string,
  source: Source,
  turn: () => Promise<void> | undefined = () => undefined,
): Promise<DataFiles> {
  const { set, tokens } = source;
  const shape = tokens ? [tokens.stored] : storedShape(source);
  const readHeld = async (name: string, of: readonly number[]) => {
    const bytes = await readVerified(dataFile(folder, source, name));
    const { count, begin } = readIdxHeader(set, name, bytes, bytes.byteLength, of);
    return { count, bytes: bytes.subarray(begin) };
  };
  const readTexts = async (name: string): Promise<{ readonly count: number; readonly images: Images }> => {
    const bytes = await readVerified(dataFile(folder, source, name));
    const { count, begin } = readIdxHeader(set, name, bytes, bytes.byteLength, shape, 'shorts');
    return { count, images: { kind: 'tokens', ids: shortsOf(bytes.subarray(begin)) } };
  };
  const readImages = async (name: string): Promise<{ readonly count: number; readonly images: Images }> => {
    if (source.keep === 'device') {
      const { count, bytes } = await readHeld(name, shape);
      return { count, images: { kind: 'held', bytes } };
    }
    const file = dataFile(folder, source, name);
    const { head, bytes, state } = await verifyInPassing(file, turn);
    const { count, begin } = readIdxHeader(set, name, head, bytes, shape);
    const each = shape.reduce((product, side) => product * side, 1);
    return { count, images: imageFile(file, state, begin, each) };
  };
  const examples = async (prefix: 'train' | 't10k' | 'test'): Promise<Examples> => {
    const { count, images } = tokens
      ? await readTexts(`${prefix}-tokens-idx2-short`)
      : await readImages(`${prefix}-images-idx${1 + shape.length}-ubyte`);
    const labels = await readHeld(`${prefix}-labels-idx1-ubyte`, []);
    const highest = labels.bytes.reduce((most, it) => Math.max(most, it), 0);
    if (count !== labels.count || highest >= source.classes)
      throw new EngineProblem({
        code: 'data-damaged',
        message: `Images and labels of ${set} do not belong together: ${count} examples, ${labels.count} labels up to ${highest}, ${source.classes} classes.`,
        at: source.id,
        fix: bringAnew(set),
      });
    return { count, images, labels: labels.bytes };
  };
  return { train: await examples('train'), test: await examples(tokens ? 'test' : 't10k') };
}

/** Big-endian numbers, as an IDX file has them. */
function shortsOf(bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.byteLength / 2 }, (_, at) => view.getUint16(2 * at));
}

/** Images of one channel lie there as MNIST's do, without a size for it; others with it as the last. */
function storedShape({ id, shape }: Source): readonly number[] {
  const channels = shape[2];
  if (shape.length === 3 && channels !== undefined) return channels === 1 ? shape.slice(0, 2) : shape;
  throw new EngineProblem({
    code: 'data-shape',
    message: `Images of ${shape.join('×')} are not stored in IDX files; height×width×channels are.`,
    at: id,
  });
}
