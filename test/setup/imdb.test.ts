import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idxHeader } from '../../scripts/setup/idx.mjs';
import { officialParts, plainText, tokensFile } from '../../scripts/setup/imdb.mjs';
import { countPieces, piecesInOrder, SPECIAL, smallerWordPiece } from '../../scripts/setup/word-pieces.mjs';
import { readDataFiles } from '../../src/runtime/engine/data/data-files.ts';
import { source } from '../runtime/engine/plans.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();
const TOKENS = { vocabulary: 300, stored: 4, padding: 0, start: 2, end: 3, mask: 4, reserved: 5 };

/** The package's list with two reviews of each part and class, in the official order. */
const list = ['test-', 'train-', 'test+', 'train+'].flatMap((part) =>
  [1, 2].map((it) => ({ t: `${part} review ${it}`, s: part.endsWith('+') ? 1 : 0 })),
);

describe('the IMDB reviews out of their package', () => {
  test('fall into the official parts, one negative and one positive in turn', () => {
    const { train, test: tested } = officialParts(list, 2);
    expect(train.map(({ label }) => label)).toEqual([0, 1, 0, 1]);
    expect(train.map(({ text }) => text.slice(0, 6)).sort()).toEqual([
      'train+',
      'train+',
      'train-',
      'train-',
    ]);
    expect(tested.map(({ text, label }) => [text.slice(0, 5), label])).toEqual([
      ['test-', 0],
      ['test+', 1],
      ['test-', 0],
      ['test+', 1],
    ]);
    // The order is that of the hashes, so that the first few are no sample of one film.
    expect(officialParts(list, 2)).toEqual({ train, test: tested });
  });

  test('are refused in another order, number or form', () => {
    expect(() => officialParts(list.slice(1), 2)).toThrow('8 reviews');
    expect(() => officialParts([...list].reverse(), 2)).toThrow('official order');
    expect(() =>
      officialParts(
        list.map((it) => ({ ...it, s: 2 })),
        2,
      ),
    ).toThrow('8 reviews');
  });

  test('lose the marks of new lines', () => {
    expect(plainText('Good.<br /><br />Bad.<br>x')).toBe('Good.  Bad. x');
  });

  test('become files that the engine reads, and refuses where a byte is another', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'imdb'));
    const contents = {
      'train-tokens-idx2-short': tokensFile(
        [
          [7, 8, 299],
          [9, 10, 11, 12, 13],
        ],
        4,
      ),
      'train-labels-idx1-ubyte': Buffer.concat([idxHeader(2), Uint8Array.of(0, 1)]),
      'test-tokens-idx2-short': tokensFile([[260]], 4),
      'test-labels-idx1-ubyte': Buffer.concat([idxHeader(1), Uint8Array.of(1)]),
    };
    const files = Object.fromEntries(
      Object.entries(contents).map(([name, it]) => {
        writeFileSync(join(folder, 'imdb', name), it);
        return [name, createHash('sha256').update(it).digest('hex')];
      }),
    );
    const of = source({ set: 'imdb', files, shape: [6], tokens: TOKENS, classes: 2 });
    const { train, test: tested } = await readDataFiles(folder, of);
    expect([train.count, tested.count]).toEqual([2, 1]);
    expect([...train.labels, ...tested.labels]).toEqual([0, 1, 1]);
    const idsOf = ({ images }: typeof train) => (images.kind === 'tokens' ? Array.from(images.ids) : []);
    expect(idsOf(train)).toEqual([7, 8, 299, 0, 9, 10, 11, 12]);
    expect(idsOf(tested)).toEqual([260, 0, 0, 0]);

    const wide = { ...of, tokens: { ...TOKENS, stored: 5 } };
    await expect(readDataFiles(folder, wide)).rejects.toMatchObject({
      event: expect.objectContaining({ code: 'data-damaged' }),
    });
    const damaged = Buffer.from(contents['test-tokens-idx2-short']);
    damaged[13] = 5;
    writeFileSync(join(folder, 'imdb', 'test-tokens-idx2-short'), damaged);
    await expect(readDataFiles(folder, of)).rejects.toMatchObject({
      event: expect.objectContaining({ code: 'data-damaged' }),
    });
  });
});

describe('a smaller vocabulary', () => {
  const words = [
    '[PAD]',
    '[unused]',
    '7',
    'a',
    '##a',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    'film',
    'rare',
    'good',
    '##s',
  ];
  const whole = {
    model: { type: 'WordPiece', vocab: Object.fromEntries(words.map((it, id) => [it, id])) },
    added_tokens: SPECIAL.map((content) => ({ content, id: words.indexOf(content) })),
  };
  const pieces = (text: string) => text.split(' ').map((it) => words.indexOf(it));
  const counts = countPieces(['film good film', 'good film ##s'], pieces);

  test('begins with the special pieces and keeps letters and what is frequent, in the old order', () => {
    const { model, added_tokens: added } = smallerWordPiece(whole, counts, 5 + 4 + 2);
    expect(piecesInOrder(model.vocab)).toEqual([...SPECIAL, '7', 'a', '##a', 'film', 'good', '##s']);
    expect(added.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  test('takes the most frequent where there is no room for all', () => {
    const { model } = smallerWordPiece(whole, counts, 5 + 4 + 1);
    expect(piecesInOrder(model.vocab).slice(5)).toEqual(['7', 'a', '##a', 'film', '##s']);
  });

  test('is made of WordPiece alone, with the special pieces in it', () => {
    const other = { ...whole, model: { ...whole.model, type: 'BPE' } };
    expect(() => smallerWordPiece(other, counts, 10)).toThrow('type BPE');
    const without = { ...whole, model: { type: 'WordPiece', vocab: { '[PAD]': 0 } } };
    expect(() => smallerWordPiece(without, counts, 10)).toThrow('lacks [UNK]');
  });
});
