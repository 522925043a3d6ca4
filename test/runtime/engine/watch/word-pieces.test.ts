import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPieces, textOfTokens } from '../../../../src/runtime/engine/watch/word-pieces.ts';
import { temporaryFolders } from '../../temporary-folder.ts';

const folderOf = temporaryFolders();
const PIECES = ['[PAD]', '[UNK]', 'play', '##ed', '##ing', 'well', '!'];
const textOf = (tokens: number[], length = 10, pieces: readonly string[] | null = PIECES): string =>
  textOfTokens(Uint16Array.from(tokens), length, { padding: 0 }, pieces);

describe('a text of tokens', () => {
  it('has its words put together again, up to the padding', () => {
    expect(textOf([2, 3, 5, 6, 0, 0])).toBe('played well !');
    expect(textOf([4, 5])).toBe('##ing well');
    expect(textOf([])).toBe('');
  });

  it('is as long as the network sees it, beside the marks at both ends', () => {
    expect(textOf([2, 3, 5, 6], 4)).toBe('played');
    expect(textOf([2, 3], 1)).toBe('');
  });

  it('is told in numbers where nobody knows the words', () => {
    expect(textOf([2, 9], 10, null)).toBe('#2 #9');
    expect(textOf([2, 9])).toBe('play #9');
  });
});

describe('the pieces of a set', () => {
  it('are the lines of its vocabulary, and none where there is no such file', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'reviews'));
    writeFileSync(join(folder, 'reviews', 'vocabulary.txt'), `${PIECES.join('\n')}\n`);
    expect((await readPieces(folder, 'reviews'))?.slice(0, PIECES.length)).toEqual(PIECES);
    expect(await readPieces(folder, 'pictures')).toBeNull();
  });
});
