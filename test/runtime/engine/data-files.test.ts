import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDataLock } from '../../../scripts/setup/data.mjs';
import { idxHeader } from '../../../scripts/setup/idx.mjs';
import { readDataFiles } from '../../../src/runtime/engine/data/data-files.ts';
import { places } from '../../../src/runtime/places.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { heldBytes } from './held-bytes.ts';
import { sha256 } from './patterns.ts';
import { source } from './plans.ts';

/* The files of a data set: images of any height, width and channels, and one class index each. */

const folderOf = temporaryFolders();
const problemOf = (code: string, text: string) => ({
  event: expect.objectContaining({ code, message: expect.stringContaining(text) }),
});

/** Reads two images for training and one for testing, of this shape, out of files with these sizes an image. */
async function readBack(shape: number[], sizes = shape, name = 'idx4') {
  const folder = folderOf();
  mkdirSync(join(folder, 'patterns'));
  const each = sizes.reduce((product, it) => product * it, 1);
  const bytes = (count: number) => Uint8Array.from({ length: count * each }, (_, at) => 3 * at + count);
  const contents = {
    [`train-images-${name}-ubyte`]: Buffer.concat([idxHeader(2, ...sizes), bytes(2)]),
    'train-labels-idx1-ubyte': Buffer.concat([idxHeader(2), Uint8Array.of(7, 0)]),
    [`t10k-images-${name}-ubyte`]: Buffer.concat([idxHeader(1, ...sizes), bytes(1)]),
    't10k-labels-idx1-ubyte': Buffer.concat([idxHeader(1), Uint8Array.of(9)]),
  };
  for (const [file, content] of Object.entries(contents))
    writeFileSync(join(folder, 'patterns', file), content);
  const files = Object.fromEntries(Object.entries(contents).map(([file, it]) => [file, sha256(it)]));
  return { read: await readDataFiles(folder, source({ files, shape })), bytes };
}

describe('data files', () => {
  test.each([
    [[2, 4, 3], [2, 4, 3], 'idx4'],
    [[5, 2, 2], [5, 2, 2], 'idx4'],
    [[3, 2, 1], [3, 2], 'idx3'],
  ])('of images %j are read as they lie there', async (shape, sizes, name) => {
    const { read, bytes } = await readBack(shape, sizes, name);
    expect([read.train.count, read.test.count]).toEqual([2, 1]);
    expect(Array.from(heldBytes(read.train))).toEqual(Array.from(bytes(2)));
    expect(Array.from(heldBytes(read.test))).toEqual(Array.from(bytes(1)));
    expect([...read.train.labels, ...read.test.labels]).toEqual([7, 0, 9]);
  });

  test('of other images than the plan’s are refused', async () => {
    // As many bytes, and yet a picture that would be read wrong.
    await expect(readBack([2, 4, 3], [4, 2, 3])).rejects.toMatchObject(problemOf('data-damaged', '2×4×3'));
    await expect(readBack([2, 4, 3], [3, 2, 4])).rejects.toMatchObject(problemOf('data-damaged', '2×4×3'));
    await expect(readBack([2, 4, 3], [2, 12])).rejects.toMatchObject(
      problemOf('data-damaged', '804 expected'),
    );
  });

  test('hold no images without height, width and channels', async () => {
    for (const shape of [[784], [28, 28], [2, 28, 28, 1]])
      await expect(readBack(shape)).rejects.toMatchObject(problemOf('data-shape', shape.join('×')));
  });
});

/** Mean and deviation of every third byte, on the scale 0 … 1. */
function spread(images: Uint8Array, channel: number): [mean: number, deviation: number] {
  let sum = 0;
  let squares = 0;
  for (let at = channel; at < images.length; at += 3) {
    const it = images[at] as number;
    sum += it;
    squares += it * it;
  }
  const count = images.length / 3;
  const mean = sum / count / 255;
  return [mean, Math.sqrt(squares / count / 255 ** 2 - mean ** 2)];
}

test.skipIf(!existsSync(join(places().data, 'cifar-10')))(
  'CIFAR-10 is CIFAR-10: its counts, its first classes, mean and deviation of red, green and blue',
  async () => {
    const lock = (await readDataLock())['cifar-10'] ?? {};
    const files = Object.fromEntries(Object.entries(lock).map(([name, it]) => [name, it.sha256]));
    const of = source({ set: 'cifar-10', files, shape: [32, 32, 3] });
    const { train, test: tested } = await readDataFiles(places().data, of);
    expect([train.count, tested.count]).toEqual([50_000, 10_000]);
    // Frog, truck, truck, deer, car, car, bird, horse, ship, cat; cat, ship, ship, plane, frog, frog, car, frog, cat, car.
    expect(Array.from(train.labels.subarray(0, 10))).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    expect(Array.from(tested.labels.subarray(0, 10))).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
    const published: [mean: number, deviation: number][] = [
      [0.4914, 0.247],
      [0.4822, 0.2435],
      [0.4465, 0.2616],
    ];
    published.forEach(([mean, deviation], channel) => {
      const found = spread(heldBytes(train), channel);
      expect(found[0]).toBeCloseTo(mean, 4);
      expect(found[1]).toBeCloseTo(deviation, 4);
    });
  },
);
