import { describe, expect, it } from 'vitest';
import { Named, namedDocuments } from '../../electron/named-documents.ts';

const named = (line: string, checkout: boolean): readonly string[] =>
  namedDocuments(line.split(' '), '/desk', checkout).documents;

describe('the documents that a command line names', () => {
  it.each([
    ['potstill', false, []],
    ['potstill a.json', false, ['/desk/a.json']],
    ['potstill /x/a.json ../b.json', false, ['/x/a.json', '/b.json']],
    ['potstill --no-sandbox a.json --user-data-dir=/x', false, ['/desk/a.json']],
    ['electron /app', true, []],
    ['electron --no-sandbox /app a.json', true, ['/desk/a.json']],
    ['electron --inspect=0 --no-sandbox . a.json b.json', true, ['/desk/a.json', '/desk/b.json']],
  ] as const)('%s', (line, checkout, documents) => {
    expect(named(line, checkout)).toEqual(documents);
  });

  it('are handed from a second start to the first as what they are', () => {
    const handed: unknown = structuredClone(namedDocuments(['potstill', 'a.json'], '/desk', false));
    expect(Named.parse(handed)).toEqual({ documents: ['/desk/a.json'] });
    for (const foreign of [
      null,
      undefined,
      'x',
      {},
      { documents: 'a' },
      { documents: [1] },
      { documents: [''] },
    ])
      expect(Named.safeParse(foreign).success).toBe(false);
  });
});
