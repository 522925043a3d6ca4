import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idxHeader } from '../../../scripts/setup/idx.mjs';
import { readDataFiles } from '../../../src/runtime/engine/data/data-files.ts';
import type { ImageFile } from '../../../src/runtime/engine/data/image-file.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { openFilesBelow } from './open-files.ts';
import { sha256 } from './patterns.ts';
import { source } from './plans.ts';

/* Images that stay in their file: the right bytes by their place, and no file that is another than the one that was checked. */

const folderOf = temporaryFolders();
const COUNT = 600;
const SHAPE = [20, 25, 3];
const EACH = 1500;
/** When the file was written, in seconds. */
const LONG_AGO = 1_000_000;
const NAME = 'patterns/train-images-idx4-ubyte';
const image = (place: number): Uint8Array =>
  Uint8Array.from({ length: EACH }, (_, at) => 1 + ((7 * place + at) % 250));
const CONTENT = Buffer.concat([
  idxHeader(COUNT, ...SHAPE),
  ...Array.from({ length: COUNT }, (_, place) => image(place)),
]);

/** A verified file of images and the path of it. */
async function streamed(): Promise<{
  readonly images: ImageFile;
  readonly path: string;
  readonly folder: string;
}> {
  const folder = folderOf();
  mkdirSync(join(folder, 'patterns'));
  const contents = {
    'train-images-idx4-ubyte': CONTENT,
    'train-labels-idx1-ubyte': Buffer.concat([idxHeader(COUNT), new Uint8Array(COUNT)]),
    't10k-images-idx4-ubyte': Buffer.concat([idxHeader(1, ...SHAPE), image(0)]),
    't10k-labels-idx1-ubyte': Buffer.concat([idxHeader(1), Uint8Array.of(9)]),
  };
  for (const [file, content] of Object.entries(contents))
    writeFileSync(join(folder, 'patterns', file), content);
  utimesSync(join(folder, NAME), LONG_AGO, LONG_AGO);
  const files = Object.fromEntries(Object.entries(contents).map(([file, it]) => [file, sha256(it)]));
  const of = source({ files, shape: SHAPE, keep: 'stream' });
  const { images } = (await readDataFiles(folder, of)).train;
  if (images.kind !== 'file') throw new Error('The images are in memory.');
  return { images, path: join(folder, NAME), folder };
}
const read = async ({ read }: ImageFile, ...places: number[]): Promise<Buffer> => {
  const into = Buffer.alloc(places.length * EACH);
  await read(Int32Array.from(places), into);
  return into;
};
const imagesAt = (...places: number[]): Buffer => Buffer.concat(places.map(image));
const problem = (code: string, text: string) => ({
  event: expect.objectContaining({ code, at: 'source-1', message: expect.stringContaining(text) }),
});

describe('images in their file', () => {
  test('are read by their place, neighbours and others, the first and the last', async () => {
    const { images } = await streamed();
    for (const places of [[0], [COUNT - 1], [3, 4, 5], [0, 2, 3, 7, 8, 9, COUNT - 2, COUNT - 1]])
      expect(await read(images, ...places)).toEqual(imagesAt(...places));
    await images.rest();
  });

  test('are read while JavaScript does something else', async () => {
    const { images } = await streamed();
    await read(images, 0);
    const places = Int32Array.from({ length: COUNT / 3 }, (_, at) => 3 * at);
    const into = new Uint8Array(places.length * EACH);
    const reading = images.read(places, into);
    // No moment is left to anything else: what comes, comes from beside. No byte of an image is 0.
    const begun = process.hrtime.bigint();
    while (into.includes(0) && process.hrtime.bigint() - begun < 30_000_000_000n);
    expect(Buffer.from(into).equals(imagesAt(...places))).toBe(true);
    await reading;
    await images.rest();
  });

  test.runIf(process.platform === 'linux')(
    'hold no file open before they are read and while they rest',
    async () => {
      const { images, folder } = await streamed();
      expect(openFilesBelow(folder)).toEqual([]);
      await Promise.all([read(images, 1), read(images, 2)]);
      expect(openFilesBelow(folder)).toEqual([NAME]);
      const reading = read(images, 5, 9);
      await images.rest();
      expect(openFilesBelow(folder)).toEqual([]);
      // It waited for what was being read.
      expect(await Promise.race([reading, 'not yet'])).toEqual(imagesAt(5, 9));
      expect(await read(images, 7)).toEqual(imagesAt(7));
      expect(openFilesBelow(folder)).toEqual([NAME]);
      await images.rest();
    },
  );
});

describe('a file that is another than the one that was checked', () => {
  const another = (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    return changed;
  };

  test.each<[name: string, change: (path: string) => void, found: string]>([
    ['cut', (path) => truncateSync(path, 2000), `2000 bytes, ${CONTENT.length} when it was checked`],
    ['longer', (path) => appendFileSync(path, 'x'), `${CONTENT.length + 1} bytes`],
    ['written to', (path) => writeFileSync(path, another(CONTENT), { flag: 'r+' }), 'it was written to'],
  ])('%s while it is read', async (_, change, found) => {
    const { images, path } = await streamed();
    await read(images, 0);
    change(path);
    // Whether what is asked for was changed does not matter.
    await expect(read(images, 0)).rejects.toMatchObject(problem('data-changed', NAME));
    await expect(read(images, COUNT - 1)).rejects.toMatchObject(problem('data-changed', found));
    await images.rest();
  });

  test('another of its name and size, though as old as it was', async () => {
    const { images, path } = await streamed();
    writeFileSync(`${path}.new`, another(CONTENT));
    utimesSync(`${path}.new`, LONG_AGO, LONG_AGO);
    renameSync(`${path}.new`, path);
    await expect(read(images, 0)).rejects.toMatchObject(problem('data-changed', 'another file'));
    await images.rest();
  });

  test('taken away while it is open: what was checked is still read', async () => {
    const { images, path } = await streamed();
    await read(images, 0);
    rmSync(path);
    expect(await read(images, 8)).toEqual(imagesAt(8));
    await images.rest();
    await expect(read(images, 8)).rejects.toMatchObject(problem('data-missing', NAME));
  });

  test('a folder in its place', async () => {
    const { images, path } = await streamed();
    rmSync(path);
    mkdirSync(path);
    await expect(read(images, 8)).rejects.toMatchObject(problem('file-is-folder', 'train-images-idx4-ubyte'));
    await images.rest();
  });
});
