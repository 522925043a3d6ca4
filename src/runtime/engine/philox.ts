import { streamKey } from './stream-key.ts';

type Counter = readonly [number, number, number, number];
type Key = readonly [number, number];

/** What the paper recommends: a multiplier and a step of the key for either half of a block. */
const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const KEY_STEPS = [0x9e3779b9 | 0, 0xbb67ae85 | 0] as const;
const ROUNDS = 10;

/** The key under which TensorFlow scrambles the seed of its stateless random ops. */
const SCRAMBLE: Key = [0x3ec8f720, 0x02461e29];

/** The seed of a graph's random op: a stream by the name (seed, name, step), as `streamOf` has them. */
export function seedPair(seed: number, name: string, step: number): readonly [number, number] {
  const [first, second] = streamKey(seed, name, step);
  return [first, second];
}

/**
 * Uniform in [0, 1) with 23 bits: number for number what TensorFlow's StatelessRandomUniform draws in float32.
 *
 * The op runs the seed, two int32 widened to 64 bits each, through one block of Philox. Two words of the
 * outcome are the key of the draws, the other two the upper half of their counter. A word's lower 23 bits make
 * the fraction.
 */
export function uniformDraws([first, second]: readonly [number, number], count: number): Float32Array {
  const widened: Counter = [first, first >> 31, second, second >> 31];
  const [key0 = 0, key1 = 0, upper0 = 0, upper1 = 0] = philoxWords(widened, SCRAMBLE, 4);
  const words = philoxWords([0, 0, upper0, upper1], [key0, key1], count);
  // In the same memory: each draw takes the place of its word.
  const draws = new Float32Array(words.buffer);
  for (let at = 0; at < count; at += 1) draws[at] = ((words[at] as number) & 0x7fffff) * 2 ** -23;
  return draws;
}

/**
 * Philox4x32-10: a block of four words is a function of counter and key alone. The first word of the counter
 * counts the blocks.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param count of the last block the first words; more than 2³² blocks would begin again
 */
export function philoxWords(counter: Counter, key: Key, count: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(count);
  const [first, second, third, fourth] = counter;
  for (let at = 0, block = first | 0; at < count; at += 4, block = (block + 1) | 0) {
    let word0 = block;
    let word1 = second | 0;
    let word2 = third | 0;
    let word3 = fourth | 0;
    let key0 = key[0] | 0;
    let key1 = key[1] | 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const high0 = multiplyHigh(MULTIPLIERS[0] >>> 16, MULTIPLIERS[0] & 0xffff, word0);
      const high1 = multiplyHigh(MULTIPLIERS[1] >>> 16, MULTIPLIERS[1] & 0xffff, word2);
      const low0 = Math.imul(MULTIPLIERS[0], word0);
      const low1 = Math.imul(MULTIPLIERS[1], word2);
      word0 = high1 ^ word1 ^ key0;
      word1 = low1;
      word2 = high0 ^ word3 ^ key1;
      word3 = low0;
      key0 = (key0 + KEY_STEPS[0]) | 0;
      key1 = (key1 + KEY_STEPS[1]) | 0;
    }
    // What lies past the end of the array is dropped.
    words[at] = word0;
    words[at + 1] = word1;
    words[at + 2] = word2;
    words[at + 3] = word3;
  }
  return words;
}

/** The upper 32 bits of a product of two 32-bit words, of which the first comes in halves. */
function multiplyHigh(high: number, low: number, word: number): number {
  const wordHigh = word >>> 16;
  const wordLow = word & 0xffff;
  // Each sum stays below 2³².
  const middle = (Math.imul(high, wordLow) + (Math.imul(low, wordLow) >>> 16)) | 0;
  const other = (Math.imul(low, wordHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(high, wordHigh) + (middle >>> 16) + (other >>> 16)) | 0;
}
