import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/pipeline/document.ts';
import {
  alike,
  type DocumentWords,
  differencesInWords,
  documentDifferences,
} from '../../src/pipeline/document-differences.ts';
import {
  addWire,
  moveNodes,
  removeNodes,
  setNodeTitle,
  setParam,
  setTitle,
} from '../../src/pipeline/edits.ts';
import { anyDocument, drawn } from './arbitrary.ts';

/** Every node of the tests has a factor, which is 1 unless it was set. */
const words: DocumentWords = {
  titleOf: (document, id) => document.nodes[id]?.title ?? id,
  paramsOf: ({ params }) =>
    new Map(
      Object.entries({ factor: 1, ...params }).map(([param, value]) => [
        param,
        {
          title: `The ${param}`,
          value,
          text: typeof value === 'number' ? value.toPrecision(3) : String(value),
        },
      ]),
    ),
  portTitle: (_, side, port) => `${side} ${port}`,
};
const told = (a: Document, b: Document): string[] => differencesInWords(documentDifferences(a, b, words));

const start = drawn({ teacher: 'test.source', sum: 'test.add', goal: 'test.goal' }, [
  'teacher.loss > sum.a',
  'sum.loss > goal.loss',
]);

describe('What differs between two documents', () => {
  test('is nothing between a document and itself', () => {
    fc.assert(
      fc.property(anyDocument, (a) => {
        const differences = documentDifferences(a, structuredClone(a), words);
        expect(alike(differences)).toBe(true);
        expect(differencesInWords(differences)).toEqual([]);
      }),
    );
  });

  test('is each node once, on the side where it is', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (a, b) => {
        const { nodes } = documentDifferences(a, b, words);
        const from = nodes.flatMap((it) => it.from ?? []);
        const to = nodes.flatMap((it) => it.to ?? []);
        expect(new Set(from).size).toBe(from.length);
        expect(new Set(to).size).toBe(to.length);
        for (const it of from) expect(a.nodes).toHaveProperty([it]);
        for (const it of to) expect(b.nodes).toHaveProperty([it]);
        for (const { kind, from: one, to: other } of nodes)
          expect([one !== null, other !== null]).toEqual([kind !== 'added', kind !== 'removed']);
        const count = (it: Document): number => Object.keys(it.nodes).length;
        const gone = nodes.filter((it) => it.kind === 'removed').length;
        const came = nodes.filter((it) => it.kind === 'added').length;
        expect(count(a) - gone).toBe(count(b) - came);
      }),
    );
  });

  test('is seen from the other side as added where it was removed', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (a, b) => {
        const kinds = (one: Document, other: Document) => {
          const { nodes, wires } = documentDifferences(one, other, words);
          const count = (kind: string): number =>
            nodes.filter((it) => it.kind === kind).length +
            1000 * wires.filter((it) => it.kind === kind).length;
          return { added: count('added'), removed: count('removed'), changed: count('changed') };
        };
        const [there, back] = [kinds(a, b), kinds(b, a)];
        expect(back).toEqual({ added: there.removed, removed: there.added, changed: there.changed });
      }),
    );
  });

  test('is told by node and parameter, with both values; a default that was written out is no difference', () => {
    expect(told(start, setParam(start, 'sum', 'factor', 2))).toEqual(['sum: The factor 1.00 → 2.00.']);
    expect(told(start, setParam(start, 'sum', 'factor', 1))).toEqual([]);
    expect(told(setParam(start, 'sum', 'mode', 'mean'), start)).toEqual(['sum: The mode mean → –.']);
  });

  test('is written out where words round two values to one', () => {
    const fine = setParam(start, 'sum', 'factor', 1.0001);
    expect(told(start, fine)).toEqual(['sum: The factor 1 → 1.0001.']);
  });

  test('names what is new, what is gone, and what each was wired to', () => {
    const wired = drawn({ teacher: 'test.source', sum: 'test.add', goal: 'test.goal', more: 'test.weigh' }, [
      'teacher.loss > more.loss',
      'more.loss > sum.a',
      'sum.loss > goal.loss',
    ]);
    expect(told(start, wired)).toEqual([
      'more is new, wired to teacher, sum.',
      'No longer wired: teacher (output loss) → sum (input a).',
    ]);
    expect(told(wired, removeNodes(wired, ['more']))).toEqual([
      'more is gone. It was wired to teacher, sum.',
    ]);
    expect(told(drawn({}), drawn({ a: 'test.goal' }))).toEqual(['a is new, and wired to nothing.']);
  });

  test('tells wires between nodes that both have, whatever the wires are called', () => {
    const more = addWire(start, { from: { node: 'teacher', port: 'loss' }, to: { node: 'sum', port: 'b' } });
    expect(told(start, more)).toEqual(['Wired: teacher (output loss) → sum (input b).']);
    const renamed = { ...start, wires: { x: start.wires['wire-1'], y: start.wires['wire-0'] } } as Document;
    expect(told(start, renamed)).toEqual([]);
  });

  test('knows a node again by its title, or as the only one of its type', () => {
    const renamed = drawn({ 'source-2': 'test.source', sum: 'test.add', goal: 'test.goal' }, [
      'source-2.loss > sum.a',
      'sum.loss > goal.loss',
    ]);
    expect(
      told(start, setNodeTitle(setParam(renamed, 'source-2', 'factor', 3), 'source-2', 'teacher')),
    ).toEqual(['teacher: The factor 1.00 → 3.00.']);
    expect(alike(documentDifferences(start, renamed, words))).toBe(true);
    const twins = drawn({ a: 'test.source', b: 'test.source' });
    const others = drawn({ c: 'test.source', d: 'test.source' });
    expect(
      documentDifferences(twins, others, words)
        .nodes.map((it) => it.kind)
        .sort(),
    ).toEqual(['added', 'added', 'removed', 'removed']);
  });

  test('takes a node of another type under the same id for another node', () => {
    const other = drawn({ teacher: 'test.optimizer', sum: 'test.add', goal: 'test.goal' });
    expect(documentDifferences(start, other, words).nodes.map((it) => [it.kind, it.from, it.to])).toEqual([
      ['added', null, 'teacher'],
      ['removed', 'teacher', null],
    ]);
  });

  test('tells apart what a run knows of and what it does not', () => {
    const dressed = setTitle(setNodeTitle(moveNodes(start, { sum: { x: 9, y: 9 } }), 'goal', 'Goal'), 'New');
    const differences = documentDifferences(start, dressed, words);
    expect(alike(differences)).toBe(true);
    expect(differences.looks).toEqual([
      'The pipeline is called “New” instead of “Drawn”.',
      'goal is called Goal.',
      '1 node was moved.',
    ]);
  });

  test('tells when a node is muted and when it takes part again', () => {
    const node = start.nodes.sum;
    if (!node) throw new Error('the sum is drawn');
    const muted: Document = { ...start, nodes: { ...start.nodes, sum: { ...node, state: 'muted' } } };
    expect(told(start, muted)).toEqual(['sum is muted: a run goes on as if it were not there.']);
    expect(told(muted, start)).toEqual(['sum takes part again.']);
  });
});
