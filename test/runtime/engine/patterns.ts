import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { TEXT_PATTERNS } from './text-patterns.ts';

/*
 * A data set that is small enough to be made for each test: ten patterns of 8×8 pixels, each seen through noise.
 * Its files are IDX as MNIST's are, so that nothing of the engine's own way to the data is left out.
 */

export const SIDE = 8;
export const CLASSES = 10;
const COUNTS = { train: 120, t10k: 70 } as const;

const header = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((it, at) => {
    bytes.writeUInt32BE(it, 4 * at);
  });
  return bytes;
};

function files(prefix: keyof typeof COUNTS): [name: string, bytes: Buffer][] {
  const count = COUNTS[prefix];
  const stream = streamOf(1, prefix, 0);
  const labels = Uint8Array.from({ length: count }, () => stream.whole(0, CLASSES - 1));
  const prototype = (label: number) => streamOf(1, `pattern ${label}`, 0);
  const shapes = Array.from({ length: CLASSES }, (_, label) => {
    const own = prototype(label);
    return Float32Array.from({ length: SIDE * SIDE }, () => (own.uniform() < 0.3 ? 200 : 20));
  });
  const images = Uint8Array.from({ length: count * SIDE * SIDE }, (_, at) => {
    const label = labels[Math.floor(at / (SIDE * SIDE))] ?? 0;
    const clean = shapes[label]?.[at % (SIDE * SIDE)] ?? 0;
    return Math.min(255, Math.max(0, Math.round(clean + 70 * stream.normal())));
  });
  return [
    [`${prefix}-images-idx3-ubyte`, Buffer.concat([header(0x0803, count, SIDE, SIDE), images])],
    [`${prefix}-labels-idx1-ubyte`, Buffer.concat([header(0x0801, count), labels])],
  ];
}

/** The four files by name. */
export const PATTERNS: ReadonlyMap<string, Buffer> = new Map([...files('train'), ...files('t10k')]);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes the set below a folder, and the one of texts beside it. @returns the data folder, as a start message names it */
export function writePatterns(folder: string): string {
  const data = join(folder, 'data');
  for (const [set, files] of [
    ['patterns', PATTERNS],
    ['text-patterns', TEXT_PATTERNS],
  ] as const) {
    mkdirSync(join(data, set), { recursive: true });
    for (const [name, bytes] of files) writeFileSync(join(data, set, name), bytes);
  }
  return data;
}
