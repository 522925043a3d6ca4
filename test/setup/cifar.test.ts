import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { imagesOfPicture, labelsOfText, writeCifar } from '../../scripts/setup/cifar.mjs';
import { readDataFiles } from '../../src/runtime/engine/data/data-files.ts';
import { heldBytes } from '../runtime/engine/held-bytes.ts';
import { source } from '../runtime/engine/plans.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();
const EACH = 32 * 32 * 3;
const SET = 'cifar-10';
const FILES = [
  'train-images-idx4-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx4-ubyte',
  't10k-labels-idx1-ubyte',
];

/** Two images; each byte tells from its neighbours where it belongs. */
const pixels = (seed: number): Uint8Array =>
  Uint8Array.from({ length: 2 * EACH }, (_, at) => (at * 7 + (at >> 8) * 31 + seed * 101) % 256);

/** A package like the real one, with two images in each picture instead of ten thousand. */
function writePackage(folder: string): void {
  mkdirSync(folder, { recursive: true });
  ['test_batch', 1, 2, 3, 4, 5].forEach((it, seed) => {
    const name = typeof it === 'number' ? `data_batch_${it}` : it;
    const picture = encode({ width: 1024, height: 2, channels: 3, depth: 8, data: pixels(seed) });
    writeFileSync(join(folder, `${name}.png`), picture);
  });
  writeFileSync(join(folder, 'train_lables.json'), '[6,9,9,4,1,1,2,7,8,3]');
  writeFileSync(join(folder, 'test_lables.json'), '[3,8]');
}

describe('CIFAR-10 out of its package', () => {
  test('becomes files that the engine reads: each row of a picture one image, batch after batch', async () => {
    const folder = folderOf();
    const draft = join(folder, SET);
    mkdirSync(draft);
    writePackage(join(folder, 'package'));
    const read: string[] = [];
    await writeCifar(join(folder, 'package'), draft, (picture: string) => read.push(picture));
    expect(read).toEqual([...[1, 2, 3, 4, 5].map((it) => `data_batch_${it}.png`), 'test_batch.png']);

    const hash = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(draft, name)))
        .digest('hex');
    const files = Object.fromEntries(FILES.map((name) => [name, hash(name)]));
    const { train, test } = await readDataFiles(folder, source({ set: SET, files, shape: [32, 32, 3] }));
    expect([train.count, test.count]).toEqual([10, 2]);
    expect(Array.from(train.labels)).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    expect(Buffer.from(heldBytes(train))).toEqual(Buffer.concat([1, 2, 3, 4, 5].map(pixels)));
    expect(Buffer.from(heldBytes(test))).toEqual(Buffer.from(pixels(0)));
  });

  test('is refused where a picture or a list is of another kind', () => {
    const data = new Uint8Array(EACH);
    const picture = { width: 1024, height: 1, channels: 3, depth: 8, data };
    expect(imagesOfPicture(picture)).toBe(data);
    expect(() => imagesOfPicture({ ...picture, channels: 4 })).toThrow('4 channels');
    expect(() => imagesOfPicture({ ...picture, width: 32, height: 32 })).toThrow('32×32');
    expect(() => imagesOfPicture({ ...picture, depth: 16, data: new Uint16Array(EACH) })).toThrow('16 bits');
    expect(() => labelsOfText('[0,10]')).toThrow('no classes');
    expect(() => labelsOfText('{"0":1}')).toThrow('no classes');
  });
});
