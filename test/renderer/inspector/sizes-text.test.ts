import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../renderer/inspector/form-fields.ts';
import { readSizes, sizesText } from '../../../renderer/inspector/sizes-text.ts';

const field: Extract<FormField, { kind: 'sizes' }> = {
  kind: 'sizes',
  param: 'hidden',
  title: 'Hidden layers',
  help: '',
  default: [128],
  least: 1,
  most: 8192,
  count: 3,
};

describe('a list of sizes that is typed', () => {
  it.each([
    ['256, 128', [256, 128]],
    ['256 128', [256, 128]],
    ['256·128×64', [256, 128, 64]],
    ['  ', []],
    ['32,', [32]],
  ])('%j is %j', (text, value) => {
    expect(readSizes(text, field)).toEqual({ ok: true, value });
  });

  it.each(['0', '-3', '1.5', '8193', 'a, b', '1, 2, 3, 4'])(
    '%j is none, and what is allowed is said',
    (text) => {
      expect(readSizes(text, field)).toEqual({
        ok: false,
        allowed: 'Up to 3 whole numbers from 1 to 8,192, with commas between.',
      });
    },
  );

  it('is shown so that it reads back as itself', () => {
    for (const value of [[], [1], [8192, 1, 300]])
      expect(readSizes(sizesText(value), field)).toEqual({ ok: true, value });
  });
});
