import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tokens } from '../../../plan/plan.ts';

/** The pieces of words that a set's numbers stand for, by number. Begins a longer word where it does not begin with `##`. */
const PIECES_FILE = 'vocabulary.txt';
const CONTINUES = '##';

/** The pieces of a set of texts; null where its folder does not tell them: they serve the eye alone. */
export async function readPieces(dataFolder: string, set: string): Promise<readonly string[] | null> {
  const text = await readFile(join(dataFolder, set, PIECES_FILE), 'utf8').catch(() => null);
  return text === null ? null : text.split('\n');
}

/**
 * A stored row of tokens as a text: as much of it as a network of so many places sees beside [CLS] and [SEP].
 *
 * @param pieces null where nobody knows the words: the text is then the numbers
 */
export function textOfTokens(
  stored: Uint16Array,
  length: number,
  { padding }: Pick<Tokens, 'padding'>,
  pieces: readonly string[] | null,
): string {
  const own = Array.from(stored.subarray(0, Math.max(0, length - 2)));
  const end = own.indexOf(padding);
  const words = (end < 0 ? own : own.slice(0, end)).map((it) => pieces?.[it] ?? `#${it}`);
  return words.reduce(
    (text, it) =>
      it.startsWith(CONTINUES) && text !== ''
        ? `${text}${it.slice(CONTINUES.length)}`
        : `${text}${text === '' ? '' : ' '}${it}`,
    '',
  );
}
