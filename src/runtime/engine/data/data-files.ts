import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../../../plan/plan.ts';
import { faultCode, fileFault } from '../../file-fault.ts';
import { EngineProblem } from '../engine-problem.ts';
import { DATA_FIX, readIdx } from './idx.ts';

/** Images as bytes, one after another, and one class index each. */
export type Examples = { readonly count: number; readonly images: Uint8Array; readonly labels: Uint8Array };
export type DataFiles = { readonly train: Examples; readonly test: Examples };

/**
 * Reads the IDX files of a data set and refuses every file whose content is not the one that the plan names.
 *
 * @param folder holds a folder a data set
 * @throws EngineProblem data-missing, data-damaged, naming the file
 */
export async function readDataFiles(folder: string, source: Source): Promise<DataFiles> {
  const [height = 0, width = 0, channels = 0] = source.shape;
  if (source.shape.length !== 3 || channels !== 1)
    throw new EngineProblem({
      code: 'data-shape',
      message: `Images of ${source.shape.join('×')} are not stored in IDX files; one channel is.`,
      at: source.id,
    });
  const file = async (name: string): Promise<Uint8Array> => {
    const wanted = source.files[name];
    if (wanted === undefined)
      throw new EngineProblem({
        code: 'data-missing',
        message: `The plan names no file ${name} of the data set ${source.set}.`,
        at: source.id,
      });
    return readVerified(join(folder, source.set, name), `${source.set}/${name}`, wanted, source.id);
  };
  const examples = async (prefix: 'train' | 't10k'): Promise<Examples> => {
    const imagesName = `${prefix}-images-idx3-ubyte`;
    const labelsName = `${prefix}-labels-idx1-ubyte`;
    const images = readIdx(imagesName, await file(imagesName), 'images', [height, width]);
    const labels = readIdx(labelsName, await file(labelsName), 'labels', []);
    const highest = labels.values.reduce((most, it) => Math.max(most, it), 0);
    if (images.count !== labels.count || highest >= source.classes)
      throw new EngineProblem({
        code: 'data-damaged',
        message: `Images and labels of ${source.set} do not belong together: ${images.count} images, ${labels.count} labels up to ${highest}, ${source.classes} classes.`,
        at: source.id,
        fix: DATA_FIX,
      });
    return { count: images.count, images: images.values, labels: labels.values };
  };
  return { train: await examples('train'), test: await examples('t10k') };
}

async function readVerified(path: string, name: string, sha256: string, at: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (faultCode(error) !== 'ENOENT') throw fileFault(error, path, 'read');
    throw new EngineProblem({
      code: 'data-missing',
      message: `The data file ${name} is not there.`,
      at,
      fix: DATA_FIX,
    });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256)
    throw new EngineProblem({
      code: 'data-damaged',
      message: `The data file ${name} was cut short or changed: SHA-256 ${found.slice(0, 12)}… (${bytes.byteLength} bytes), ${sha256.slice(0, 12)}… expected.`,
      at,
      fix: DATA_FIX,
    });
  return bytes;
}
