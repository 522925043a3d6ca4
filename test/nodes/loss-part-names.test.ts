import { describe, expect, test } from 'vitest';
import { lossPartNames, regularizersOf } from '../../src/nodes/loss-part-names.ts';
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

test('losses that only keep something small are known as such', () => {
  const terms = [term('term-1', 'loss.hint', 'tap-1'), term('term-2', 'loss.sparsity', 'tap-1')];
  expect([...regularizersOf({ terms }, ['term-1', 'term-2', 'term-3'])]).toEqual(['term-2']);
});

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

  test('by what one input goes back to, below heads and projectors, where the layer does not tell them apart', () => {
    const heads = (['one', 'two', 'three'] as const).map((name, at) => ({
      ...taps[0],
      id: `head-${at}`,
      network: `network-${at + 5}`,
      layer: 'embedding',
      on: { one: 'tap-1', two: 'tap-2', three: 'term-9' }[name],
    }));
    const pair = (id: string, context: string): Term => ({
      id,
      op: 'loss.mutual-information',
      in: { student: 'head-0', context },
      args: {},
    });
    const terms = [pair('term-1', 'head-1'), pair('term-2', 'head-2')];
    const context: Term = { id: 'term-9', op: 'loss.label-context', in: { teacher: 'tap-1' }, args: {} };
    const names = lossPartNames(
      { terms: [context, ...terms], taps: [...taps, ...heads] as typeof taps },
      ['term-1', 'term-2'],
      { 'term-1': ['mim'], 'term-2': ['mim'] },
      () => 'MIM',
    );
    expect([...names.values()].map((it) => it.text)).toEqual([
      'MIM: mutual information with block-2',
      'MIM: mutual information with answers and labels',
    ]);
  });

  test('by the plan, where its origin is not known', () => {
    expect(texts([term('term-1', 'loss.cross-entropy', 'tap-1')], {})).toEqual(['term-1']);
  });
});
