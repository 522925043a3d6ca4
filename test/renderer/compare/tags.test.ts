import { describe, expect, it } from 'vitest';
import { readTags, tagCounts } from '../../../renderer/compare/tags.ts';
import { entry } from './entries.ts';

describe('Tags', () => {
  it('are divided by commas, trimmed and said once', () => {
    expect(readTags(' seed ,  night   run, seed,')).toEqual({ tags: ['seed', 'night run'] });
    expect(readTags('  ')).toEqual({ tags: [] });
    expect(readTags('x'.repeat(41))).toEqual({ problem: 'A tag has 40 letters at most.' });
    expect(readTags('a "b"')).toEqual({ problem: '“a "b"” cannot be a tag: it has no quotes in it.' });
  });

  it('are counted over the chosen runs, and those of other runs are offered too', () => {
    const runs = [
      entry({ run: 'a', tags: ['x', 'y'] }),
      entry({ run: 'b', tags: ['x'] }),
      entry({ tags: ['z'] }),
    ];
    expect(tagCounts(runs, ['a', 'b'])).toEqual([
      { tag: 'x', count: 2, all: true },
      { tag: 'y', count: 1, all: false },
      { tag: 'z', count: 0, all: false },
    ]);
    expect(tagCounts(runs, []).every((it) => !it.all)).toBe(true);
  });
});
