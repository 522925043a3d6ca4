import { describe, expect, test } from 'vitest';
import { pixelScale } from '../../../src/plan/pixel-scale.ts';
import type { Source, TransformStep } from '../../../src/plan/plan.ts';
import { batchWriter } from '../../../src/runtime/engine/data/batches.ts';
import { readDataFiles } from '../../../src/runtime/engine/data/data-files.ts';
import {
  type LoadedPart,
  type LoadedSource,
  loadSource,
} from '../../../src/runtime/engine/data/load-source.ts';
import { trainingOrder } from '../../../src/runtime/engine/data/order.ts';
import { pixelTable, writeShifted } from '../../../src/runtime/engine/data/transform.ts';
import { places } from '../../../src/runtime/places.ts';
import { starter } from '../starter.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { heldBytes } from './held-bytes.ts';
import { PATTERNS, SIDE, writePatterns } from './patterns.ts';
import { source } from './plans.ts';

const folderOf = temporaryFolders();
const plain: TransformStep[] = [];
async function loaded(changes: Partial<Source> = {}) {
  const of = source({ transform: plain, ...changes });
  return loadSource(of, await readDataFiles(writePatterns(folderOf()), of));
}
/** The batches of training as plain JavaScript writes them. */
function trainingBatches(of: LoadedSource, seed: number, batch: number, views: number | null = null) {
  const { train } = of.parts;
  const order = trainingOrder(train.places.length, { seed, batch, shift: of.shift, views });
  const { write } = batchWriter(of, train);
  return {
    perEpoch: order.perEpoch,
    at(step: number) {
      const { rows, drawn } = order.at(step);
      return write(rows, drawn);
    },
  };
}
function* evaluationBatches(of: LoadedSource, part: LoadedPart, batch: number) {
  const { write } = batchWriter(of, part);
  const rows = Int32Array.from(part.places, (_, at) => at);
  for (let begin = 0; begin < rows.length; begin += batch)
    yield write(rows.subarray(begin, begin + batch), null);
}
const bytesOf = (name: string, header: number) => (PATTERNS.get(name) ?? Buffer.alloc(0)).subarray(header);
const imagesOfFile = bytesOf('train-images-idx3-ubyte', 16);
const labelsOfFile = bytesOf('train-labels-idx1-ubyte', 8);
const EACH = SIDE * SIDE;
/** An image as one word, to find it again. */
const word = (values: ArrayLike<number>, at: number): string =>
  Array.from({ length: EACH }, (_, pixel) => values[at * EACH + pixel]).join();
const placedWords = (images: Float32Array): string[] =>
  Array.from({ length: images.length / EACH }, (_, at) => word(images, at));
const placeOf = new Map(Array.from({ length: 120 }, (_, at) => [word(imagesOfFile, at), at]));

/** Places in the file of the examples of some batches, in order; the labels must be theirs. */
function placesIn(batches: Iterable<{ size: number; images: Float32Array; labels: Int32Array }>): number[] {
  const places: number[] = [];
  for (const { size, images, labels } of batches)
    for (let row = 0; row < size; row += 1) {
      const place = placeOf.get(word(images, row)) ?? Number.NaN;
      expect(labels[row]).toBe(labelsOfFile[place]);
      places.push(place);
    }
  return places;
}
const ordered = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('batches of training', () => {
  const epochOf = async (epoch: number, { seed = 1, batch = 36 } = {}) => {
    const batches = trainingBatches(await loaded(), seed, batch);
    const steps = upTo(batches.perEpoch).map((it) => it + epoch * batches.perEpoch);
    return placesIn(
      (function* () {
        for (const step of steps) yield batches.at(step);
      })(),
    );
  };

  test('hold every example once an epoch, in another order each time; the last takes what is left', async () => {
    const batches = trainingBatches(await loaded(), 1, 36);
    expect(batches.perEpoch).toBe(3);
    expect([0, 1, 2, 3].map((step) => batches.at(step).size)).toEqual([36, 36, 24, 36]);
    const [first, second] = [await epochOf(0), await epochOf(1)];
    expect(ordered(first)).toEqual(upTo(96));
    expect(ordered(second)).toEqual(upTo(96));
    expect(second).not.toEqual(first);
    expect(first).not.toEqual(upTo(96));
  });

  test('depend on seed and step alone: the way there does not count, nor does the size of a batch', async () => {
    const direct = trainingBatches(await loaded(), 1, 36);
    const words = (at: number) => Array.from(direct.at(at).images);
    const seventh = words(7);
    for (const step of [0, 5, 2]) direct.at(step);
    expect(words(7)).toEqual(seventh);
    expect(await epochOf(0, { batch: 7 })).toEqual(await epochOf(0));
    expect(await epochOf(0, { seed: 2 })).not.toEqual(await epochOf(0));
  });
});

describe('a random shift', () => {
  const shifted = (pixels: number) => loaded({ transform: [{ kind: 'random-shift', pixels }] });

  test('moves each example by up to so many pixels each way, anew each epoch, whatever the batch', async () => {
    const wide = trainingBatches(await shifted(2), 1, 96);
    const narrow = trainingBatches(await shifted(2), 1, 5);
    const once = wide.at(0).images.slice();
    const joined = upTo(20).flatMap((step) => Array.from(narrow.at(step).images));
    expect(joined.slice(0, once.length)).toEqual(Array.from(once));
    expect(Array.from(wide.at(1).images)).not.toEqual(Array.from(once));
  });

  test('reaches every place and no other, and evaluation sees images as they are', async () => {
    const source = await shifted(1);
    const batches = trainingBatches(source, 1, 96);
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 4; epoch += 1) {
      const { images } = batches.at(epoch);
      for (let row = 0; row < 96; row += 1) {
        const moves = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));
        const found = moves.find(([down, right]) =>
          source.parts.train.places.some((place) => {
            const own = new Float32Array(EACH);
            writeShifted(
              { bytes: imagesOfFile, from: place * EACH },
              { values: own, to: 0 },
              source.table,
              [SIDE, SIDE, 1],
              { down, right },
            );
            return word(own, 0) === word(images, row);
          }),
        );
        expect(found).toBeDefined();
        seen.add(String(found));
      }
    }
    expect(seen.size).toBe(9);
    expect(placesIn(evaluationBatches(source, source.parts.train, 50))).toEqual(upTo(96));
  });

  test('comes again after as many epochs as there are views', async () => {
    const batches = trainingBatches(await shifted(2), 1, 96, 3);
    const moved = (epoch: number) => new Set(placedWords(batches.at(epoch).images));
    expect(moved(3)).toEqual(moved(0));
    expect(moved(5)).toEqual(moved(2));
    expect(moved(1)).not.toEqual(moved(0));
  });

  test('moves all channels of a pixel together', () => {
    const values = new Float32Array(8);
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const to = { down: 1, right: 0 };
    writeShifted({ bytes, from: 0 }, { values, to: 0 }, pixelTable({ by: 1, add: 0 }), [2, 2, 2], to);
    expect(Array.from(values)).toEqual([0, 0, 0, 0, 1, 2, 3, 4]);
  });

  test('fills the rim with the darkest value', () => {
    const table = pixelTable({ by: 1, add: -5 });
    const values = new Float32Array(9);
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    writeShifted({ bytes, from: 0 }, { values, to: 0 }, table, [3, 3, 1], { down: 1, right: -1 });
    expect(Array.from(values)).toEqual([-5, -5, -5, -3, -2, -5, 0, 1, -5]);
  });
});

describe('a transform', () => {
  test('does its steps in order, on every byte', () => {
    const table = pixelTable(
      pixelScale([
        { kind: 'scale', by: 2 / 255, add: -1 },
        { kind: 'normalise', mean: 0.5, deviation: 0.25 },
      ]),
    );
    for (const byte of [0, 1, 127, 255])
      expect(table[byte]).toBeCloseTo((byte * (2 / 255) - 1 - 0.5) / 0.25, 5);
    expect(table).toHaveLength(256);
  });
});

describe('a split', () => {
  const split = (changes: Partial<Source> = {}) =>
    loaded({ counts: { train: 90, validation: 30, test: 5 }, splitSeed: 3, ...changes });
  const partOf = async (part: 'train' | 'validation', changes: Partial<Source> = {}) =>
    Array.from((await split(changes)).parts[part].places);

  test('takes every example once, drawn by its seed, in the order of the file', async () => {
    const [train, validation] = [await partOf('train'), await partOf('validation')];
    expect([train.length, validation.length]).toEqual([90, 30]);
    expect(ordered([...train, ...validation])).toEqual(upTo(120));
    expect(train).toEqual(ordered(train));
    expect(validation).not.toEqual(upTo(30));
    expect(await partOf('validation')).toEqual(validation);
    expect(await partOf('validation', { splitSeed: 4 })).not.toEqual(validation);
  });

  test('an example of the validation part is never trained on', async () => {
    const source = await split();
    const held = new Set(placesIn(evaluationBatches(source, source.parts.validation, 7)));
    const batches = trainingBatches(source, 1, 45);
    const trained = placesIn(
      [0, 1].map((step) => ({
        ...batches.at(step),
        images: batches.at(step).images.slice(),
        labels: batches.at(step).labels.slice(),
      })),
    );
    expect(held.size).toBe(30);
    expect(trained.filter((it) => held.has(it))).toEqual([]);
  });
});

test('examples are written at any row, several times if need be', async () => {
  const source = await loaded();
  const { write } = batchWriter(source, source.parts.train);
  expect(placesIn([write(Int32Array.of(5, 0, 5), null)])).toEqual([5, 0, 5]);
});

test('MNIST is MNIST: sixty thousand digits and ten thousand, the first of them as everybody knows them', async () => {
  const [of] = starter().compiled.plan.data;
  if (!of) throw new Error('The starter has no data.');
  const { train, test: tested } = await readDataFiles(places().data, of);
  expect([train.count, tested.count]).toEqual([60_000, 10_000]);
  expect(Array.from(train.labels.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect(Array.from(tested.labels.subarray(0, 5))).toEqual([7, 2, 1, 0, 4]);
  // The mean and deviation that the transform takes away.
  const images = heldBytes(train);
  let sum = 0;
  let squares = 0;
  for (const it of images) {
    sum += it / 255;
    squares += (it / 255) ** 2;
  }
  const mean = sum / images.length;
  expect(mean).toBeCloseTo(0.1307, 4);
  expect(Math.sqrt(squares / images.length - mean ** 2)).toBeCloseTo(0.3081, 4);
});
