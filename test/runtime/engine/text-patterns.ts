import { idxHeader, idxShortsHeader } from '../../../scripts/setup/idx.mjs';
import { streamOf } from '../../../src/runtime/engine/streams.ts';

/* Texts as files, as small as the patterns: of each class most tokens are among those that the other class avoids. */

const COUNTS = { train: 120, test: 70 } as const;
/** Tokens in a row of the files. */
export const STORED = 8;
const [FIRST, WORDS] = [5, 20];

function files(part: keyof typeof COUNTS): [name: string, bytes: Buffer][] {
  const count = COUNTS[part];
  const stream = streamOf(1, `texts ${part}`, 0);
  const labels = Uint8Array.from({ length: count }, () => stream.whole(0, 1));
  const body = Buffer.alloc(2 * STORED * count);
  labels.forEach((label, row) => {
    const length = stream.whole(3, STORED);
    for (let place = 0; place < length; place += 1) {
      const side = stream.uniform() < 0.8 ? label : 1 - label;
      body.writeInt16BE(FIRST + side * WORDS + stream.whole(0, WORDS - 1), 2 * (row * STORED + place));
    }
  });
  return [
    [`${part}-tokens-idx2-short`, Buffer.concat([idxShortsHeader(count, STORED), body])],
    [`${part}-labels-idx1-ubyte`, Buffer.concat([idxHeader(count), labels])],
  ];
}

/** The four files by name. */
export const TEXT_PATTERNS: ReadonlyMap<string, Buffer> = new Map([...files('train'), ...files('test')]);
