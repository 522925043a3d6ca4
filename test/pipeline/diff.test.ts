import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDiff, titlesOf } from '../../src/pipeline/describe-diff.ts';
import { apply, diff, isEmpty, reverse, sameJson, squash } from '../../src/pipeline/diff.ts';
import {
  addWire,
  moveNodes,
  removeNodes,
  setNodeTitle,
  setParam,
  setTitle,
} from '../../src/pipeline/edits.ts';
import { anyDocument, drawn } from './arbitrary.ts';

describe('diff', () => {
  test('apply makes the second of the first, and reverse takes it back', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (a, b) => {
        const change = diff(a, b);
        expect(apply(change, a)).toEqual(b);
        expect(apply(reverse(change), b)).toEqual(a);
      }),
    );
  });

  test('squash does in one what two did', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, anyDocument, (a, b, c) => {
        const change = squash(diff(a, b), diff(b, c));
        expect(apply(change, a)).toEqual(c);
        expect(change).toEqual(diff(a, c));
        expect(isEmpty(squash(diff(a, b), diff(b, a)))).toBe(true);
      }),
    );
  });

  test('is empty between equal documents, whatever the order of keys', () => {
    fc.assert(
      fc.property(anyDocument, (a) => {
        expect(isEmpty(diff(a, structuredClone(a)))).toBe(true);
        expect(sameJson(a, Object.fromEntries(Object.entries(a).reverse()))).toBe(true);
      }),
    );
    expect(sameJson([1, 2], { 0: 1, 1: 2 })).toBe(false);
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false);
  });
});

describe('a change in words', () => {
  const start = drawn({ a: 'test.source', b: 'test.goal' });

  test('names what was added, set, renamed, moved and removed', () => {
    const wired = addWire(start, { from: { node: 'a', port: 'loss' }, to: { node: 'b', port: 'loss' } });
    const set = setParam(setParam(wired, 'a', 'factor', 2), 'a', 'mode', 'mean');
    const named = setNodeTitle(moveNodes(set, { b: { x: 1, y: 1 } }), 'b', 'Goal');
    const text = describeDiff(diff(start, setTitle(named, 'New')), titlesOf(start));
    expect(text).toBe(
      'adds 1 wire, a factor default → 2, a mode default → "mean", renames b, moves b, title "Drawn" → "New"',
    );
    expect(describeDiff(diff(wired, removeNodes(wired, ['a', 'b'])))).toBe('removes 2 nodes, removes 1 wire');
    expect(describeDiff(diff(start, start))).toBe('no change');
  });
});
