import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureData, readDataLock } from '../../scripts/setup/data.mjs';
import { DATA_SETS } from '../../scripts/setup/data-sets.mjs';
import { imagesOfClass, interleave } from '../../scripts/setup/fashion.mjs';

const silent = { say: () => {}, bytes: () => {}, result: () => {} };

describe('Fashion-MNIST out of its package', () => {
  const image = (value: number) => new Uint8Array(784).fill(value);

  test('deals the classes out in turn', () => {
    const { images, labels } = interleave([[image(1), image(2)], [image(3)]]);
    expect([...labels.slice(8)]).toEqual([0, 1, 0]);
    expect([images[16], images[16 + 784], images[16 + 2 * 784]]).toEqual([1, 3, 2]);
    expect(Buffer.from(images.slice(0, 8)).readUInt32BE(4)).toBe(3);
  });

  test('skips empty rows and refuses what is no image', () => {
    const row = Array(784).fill(7);
    expect(imagesOfClass(JSON.stringify({ data: [row, [], row] }))).toHaveLength(2);
    expect(() => imagesOfClass(JSON.stringify({ data: [[1, 2, 3]] }))).toThrow('3 pixels');
    expect(() => imagesOfClass(JSON.stringify({ data: [[...row.slice(1), 256]] }))).toThrow('no byte');
    expect(() => imagesOfClass('{}')).toThrow('no list');
  });
});

test('each data set has a lock, and its node names the same hashes', async () => {
  const lock = await readDataLock();
  expect(Object.keys(lock)).toEqual(Object.keys(DATA_SETS));
  for (const [set, files] of Object.entries(lock)) {
    const node = readFileSync(new URL(`../../src/nodes/data/${set}/node.ts`, import.meta.url), 'utf8');
    const named = [...node.matchAll(/'([\w.-]+)': '([0-9a-f]{64})'/g)].map(([, name, hash]) => [name, hash]);
    // What a person reads beside the data, as a vocabulary, is no file that the engine reads.
    const read = Object.entries(files).filter(([name]) => name.includes('-idx'));
    expect(Object.fromEntries(named), set).toEqual(
      Object.fromEntries(read.map(([name, { sha256 }]) => [name, sha256])),
    );
  }
});

describe('the prepared data sets', () => {
  const before = process.env.POTSTILL_HOME;
  let home = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'potstill-data-'));
    process.env.POTSTILL_HOME = home;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.POTSTILL_HOME;
    else process.env.POTSTILL_HOME = before;
    rmSync(home, { recursive: true, force: true });
  });

  test('that come with the packages are made once, and healed when a file is cut short or a set-up was killed', async () => {
    expect(await ensureData(silent)).toEqual(['mnist', 'fashion-mnist']);
    expect(await ensureData(silent)).toEqual([]);

    const lock = await readDataLock();
    const labels = readFileSync(join(home, 'data', 'fashion-mnist', 't10k-labels-idx1-ubyte')).subarray(8);
    expect(labels).toHaveLength(10_000);
    expect([...labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);

    const images = join(home, 'data', 'mnist', 'train-images-idx3-ubyte');
    truncateSync(images, 1000);
    const killed = join(home, 'data', 'mnist.draft-1');
    mkdirSync(killed);
    expect(await ensureData(silent)).toEqual(['mnist']);
    expect(statSync(images).size).toBe(lock.mnist?.['train-images-idx3-ubyte']?.size);
    expect(existsSync(killed)).toBe(false);
  }, 60_000);
});
