import { describe, expect, test } from 'vitest';
import { lossPartNames } from '../../src/nodes/loss-part-names.ts';
import type { Term } from '../../src/plan/plan.ts';

const term = (id: string, op: string, tap: string): Term => ({ id, op, in: { student: tap }, args: {} });
const taps = [
  { id: 'tap-1', network: 'network-1', layer: 'logits', source: 'source-1', on: 'inputs', at: 'input' },
  { id: 'tap-2', network: 'network-1', layer: 'block-2', source: 'source-1', on: 'inputs', at: 'input' },
];

function texts(terms: readonly Term[], origin: Record<string, string[]>): string[] {
  const names = lossPartNames(
    { terms: [...terms], taps },
    terms.map((it) => it.id),
    origin,
    (node) => `Node ${node}`,
  );
  return terms.map((it) => names.get(it.id)?.text ?? '');
}

describe('what losses are called', () => {
  test('by their nodes, where each makes one', () => {
    const terms = [
      term('term-1', 'loss.cross-entropy', 'tap-1'),
      term('term-2', 'loss.tempered-softmax', 'tap-1'),
    ];
    expect(texts(terms, { 'term-1': ['a'], 'term-2': ['b'] })).toEqual(['Node a', 'Node b']);
  });

  test('by what each is, where one node makes several', () => {
    const terms = [
      term('term-1', 'loss.tempered-softmax', 'tap-1'),
      term('term-2', 'loss.cross-entropy', 'tap-1'),
    ];
    expect(texts(terms, { 'term-1': ['kd'], 'term-2': ['kd'] })).toEqual([
      'Node kd: soft answers',
      'Node kd: labels',
    ]);
  });

  test('by the layer, where they are the same, and by number, where that is the same too', () => {
    const same = (second: string) => [
      term('term-1', 'loss.some-maps', 'tap-1'),
      { ...term('term-2', 'loss.some-maps', second) },
    ];
    const origin = { 'term-1': ['at'], 'term-2': ['at'] };
    expect(texts(same('tap-2'), origin)).toEqual(['Node at: some maps logits', 'Node at: some maps block-2']);
    expect(texts(same('tap-1'), origin)).toEqual(['Node at: some maps 1', 'Node at: some maps 2']);
  });

  test('by the plan, where its origin is not known', () => {
    expect(texts([term('term-1', 'loss.cross-entropy', 'tap-1')], {})).toEqual(['term-1']);
  });
});
