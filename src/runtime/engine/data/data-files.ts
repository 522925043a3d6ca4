import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../../../plan/plan.ts';
import { faultCode, fileFault } from '../../file-fault.ts';
import { EngineProblem } from '../engine-problem.ts';
import { bringAnew, readIdx } from './idx.ts';

/** Images as bytes, one after another, each [height, width, channels], and one class index each. */
export type Examples = { readonly count: number; readonly images: Uint8Array; readonly labels: Uint8Array };
export type DataFiles = { readonly train: Examples; readonly test: Examples };

/**
 * Reads the IDX files of a data set and refuses every file whose content is not the one that the plan names.
 *
 * @param folder holds a folder a data set
 * @throws EngineProblem data-missing, data-damaged, naming the file; data-shape
 */
export async function readDataFiles(folder: string, source: Source): Promise<DataFiles> {
  const shape = storedShape(source);
  const file = async (name: string): Promise<Uint8Array> => {
    const wanted = source.files[name];
    if (wanted === undefined)
      throw new EngineProblem({
        code: 'data-missing',
        message: `The plan names no file ${name} of the data set ${source.set}.`,
        at: source.id,
      });
    return readVerified(folder, source, name, wanted);
  };
  const examples = async (prefix: 'train' | 't10k'): Promise<Examples> => {
    const imagesName = `${prefix}-images-idx${1 + shape.length}-ubyte`;
    const labelsName = `${prefix}-labels-idx1-ubyte`;
    const images = readIdx(source.set, imagesName, await file(imagesName), shape);
    const labels = readIdx(source.set, labelsName, await file(labelsName), []);
    const highest = labels.values.reduce((most, it) => Math.max(most, it), 0);
    if (images.count !== labels.count || highest >= source.classes)
      throw new EngineProblem({
        code: 'data-damaged',
        message: `Images and labels of ${source.set} do not belong together: ${images.count} images, ${labels.count} labels up to ${highest}, ${source.classes} classes.`,
        at: source.id,
        fix: bringAnew(source.set),
      });
    return { count: images.count, images: images.values, labels: labels.values };
  };
  return { train: await examples('train'), test: await examples('t10k') };
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

async function readVerified(
  folder: string,
  { id: at, set }: Source,
  name: string,
  sha256: string,
): Promise<Uint8Array> {
  const path = join(folder, set, name);
  const bytes = await readFile(path).catch((error: unknown) => {
    if (faultCode(error) !== 'ENOENT') throw fileFault(error, path, 'read');
    throw new EngineProblem({
      code: 'data-missing',
      message: `The data file ${set}/${name} is not there.`,
      at,
      fix: `Bring it in a checkout: npm run data -- ${set}. The installed app has only what it was packaged with.`,
    });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256)
    throw new EngineProblem({
      code: 'data-damaged',
      message: `The data file ${set}/${name} was cut short or changed: SHA-256 ${found.slice(0, 12)}… (${bytes.byteLength} bytes), ${sha256.slice(0, 12)}… expected.`,
      at,
      fix: bringAnew(set),
    });
  return bytes;
}
