import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document, DocumentNode } from '../../../src/pipeline/document.ts';
import { ProblemError } from '../../../src/pipeline/problem.ts';
import { expand } from '../../../src/pipeline/subgraph/expand.ts';
import { makeSubgraph } from '../../../src/pipeline/subgraph/make-subgraph.ts';
import { subgraphType } from '../../../src/pipeline/subgraph/subgraph.ts';
import { detach, unpack } from '../../../src/pipeline/subgraph/unpack.ts';
import { anyDocument, drawn } from '../arbitrary.ts';

const plain = (document: Document): Document => document;

/** Wires whose ends exist and that go from earlier nodes to later ones, one into each input: no circles. */
function sound(document: Document): Document {
  const order = Object.keys(document.nodes);
  const taken = new Set<string>();
  const wires = Object.fromEntries(
    Object.entries(document.wires).filter(([, { from, to }]) => {
      const key = `${to.node} ${to.port}`;
      const good =
        order.includes(from.node) && order.indexOf(from.node) < order.indexOf(to.node) && !taken.has(key);
      if (good) taken.add(key);
      return good;
    }),
  );
  return { ...document, wires };
}

const anyPipeline = anyDocument.map(sound).filter((it) => Object.keys(it.nodes).length > 1);

/** What a document says but for its ids and the order of its entries: nodes by what they are and where, wires by their ends. */
function shape({ nodes, wires, frames, notes }: Document): unknown {
  const label = (id: string): string => JSON.stringify(nodes[id]);
  const sorted = (all: readonly string[]): string[] => [...all].sort();
  return {
    nodes: sorted(Object.keys(nodes).map(label)),
    wires: sorted(
      Object.values(wires).map(
        ({ from, to }) => `${label(from.node)}.${from.port} > ${label(to.node)}.${to.port}`,
      ),
    ),
    frames: sorted(Object.values(frames).map((it) => JSON.stringify(it))),
    notes: sorted(Object.values(notes).map((it) => JSON.stringify(it))),
  };
}

/** Some nodes of a document into a subgraph; undefined where that would close a circle. */
function grouped(document: Document, picks: readonly boolean[]) {
  const pick = (ids: readonly string[]): Set<string> =>
    new Set(ids.filter((_, at) => picks[at % Math.max(1, picks.length)]));
  const nodes = pick(Object.keys(document.nodes));
  if (nodes.size === 0) return undefined;
  const [frames, notes] = [document.frames, document.notes].map((it) => pick(Object.keys(it)));
  try {
    return makeSubgraph(document, { nodes, ...(frames && { frames }), ...(notes && { notes }) }, 'Block');
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'subgraph-circle') return undefined;
    throw error;
  }
}

const picks = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });

describe('A selection that became one node', () => {
  test('is the same pipeline to check and compiler, and unpacked it is what it was', () => {
    fc.assert(
      fc.property(anyPipeline, picks, (document, chosen) => {
        const made = grouped(plain(document), chosen);
        if (!made) return;
        const {
          frames: _,
          notes: __,
          ...flat
        } = shape(expand(made.document).document) as Record<string, unknown>;
        const { frames: ___, notes: ____, ...before } = shape(document) as Record<string, unknown>;
        expect(flat).toEqual(before);
        const back = unpack(made.document, made.instance).document;
        expect(back.subgraphs).toEqual(document.subgraphs);
        expect(shape(back)).toEqual(shape(document));
      }),
      { numRuns: 300 },
    );
  });

  test('may be put into another, and comes out again layer by layer', () => {
    fc.assert(
      fc.property(anyPipeline, picks, picks, (document, first, second) => {
        const inner = grouped(plain(document), first);
        const outer = inner && grouped(inner.document, second);
        if (!outer) return;
        const { nodes, wires } = shape(expand(outer.document).document) as Record<string, unknown>;
        expect({ nodes, wires }).toEqual({
          nodes: (shape(document) as Record<string, unknown>).nodes,
          wires: (shape(document) as Record<string, unknown>).wires,
        });
        expect(shape(unpack(outer.document, outer.instance).document)).toEqual(shape(inner.document));
      }),
      { numRuns: 300 },
    );
  });

  test('tells of each node where it stands', () => {
    const document = plain(
      drawn({ a: 'test.source', b: 'test.weigh', c: 'test.goal' }, ['a.loss > b.loss', 'b.loss > c.loss']),
    );
    const made = makeSubgraph(document, { nodes: new Set(['a', 'b']) }, 'Block');
    const { document: flat, paths } = expand(made.document);
    expect(Object.keys(flat.nodes).sort()).toEqual(['a', 'b', 'c']);
    expect(paths).toEqual(
      new Map([
        ['a', ['block', 'a']],
        ['b', ['block', 'b']],
      ]),
    );
  });

  test('shows one input for one output outside, however many it feeds', () => {
    const wires = ['a.loss > b.a', 'a.loss > b.b', 'a.loss > c.loss'];
    const document = plain(drawn({ a: 'test.source', b: 'test.add', c: 'test.goal' }, wires));
    const made = makeSubgraph(document, { nodes: new Set(['b', 'c']) }, 'Block');
    expect(Object.values(made.document.subgraphs.block?.inputs ?? {}).map((it) => it.into.length)).toEqual([
      3,
    ]);
    expect(Object.keys(made.document.wires)).toHaveLength(1);
    expect(Object.keys(expand(made.document).document.wires)).toHaveLength(3);
  });

  test('is refused where it would feed itself through another node, which is named', () => {
    const wires = ['a.loss > b.loss', 'b.loss > c.a'];
    const document = plain(drawn({ a: 'test.source', b: 'test.weigh', c: 'test.add' }, wires));
    expect(() => makeSubgraph(document, { nodes: new Set(['a', 'c']) }, 'Block')).toThrow(
      '[subgraph-circle]',
    );
  });
});

describe('Nodes that stand for one subgraph', () => {
  const document = plain(drawn({ a: 'test.weigh', c: 'test.goal' }, ['a.loss > c.loss']));
  const one = makeSubgraph(document, { nodes: new Set(['a']) }, 'Block').document;
  const block = one.subgraphs.block;
  if (!block) throw new Error('no block');
  const both: Document = {
    ...one,
    nodes: { ...one.nodes, 'block-2': { ...(one.nodes.block as DocumentNode), params: { factor: 7 } } },
    subgraphs: { block: { ...block, params: { factor: { node: 'a', param: 'factor' } } } },
  };

  test('set for themselves what is shown, and nothing else', () => {
    const { nodes } = expand(both).document;
    expect([nodes.a?.params, nodes['a-2']?.params]).toEqual([{}, { factor: 7 }]);
  });

  test('are told apart once one has a copy of its own', () => {
    const apart = detach(both, 'block-2');
    expect(apart.nodes['block-2']?.type).toBe(subgraphType('block-2'));
    expect(apart.subgraphs['block-2']).toEqual(both.subgraphs.block);
    expect(shape(expand(apart).document)).toEqual(shape(expand(both).document));
    expect(detach(one, 'block')).toBe(one);
  });

  test('keep it while one is left', () => {
    const first = unpack(both, 'block-2').document;
    expect(Object.keys(first.subgraphs)).toEqual(['block']);
    expect(first.nodes.a?.params).toEqual({ factor: 7 });
    expect(unpack(first, 'block').document.subgraphs).toEqual({});
  });

  test('are muted as a whole', () => {
    const muted = {
      ...one,
      nodes: { ...one.nodes, block: { ...(one.nodes.block as DocumentNode), state: 'muted' as const } },
    };
    expect(expand(muted).document.nodes.a?.state).toBe('muted');
  });
});

describe('A file that means harm', () => {
  const node = (of: string) => ({ type: subgraphType(of), version: 1, position: { x: 0, y: 0 }, params: {} });
  const empty = {
    title: '',
    nodes: {},
    wires: {},
    frames: {},
    notes: {},
    inputs: {},
    outputs: {},
    params: {},
  };

  test('with a subgraph within itself is expanded to its end, and the node stays to be told of', () => {
    const document: Document = {
      ...plain(drawn({})),
      nodes: { a: node('one') },
      subgraphs: {
        one: { ...empty, nodes: { b: node('two') } },
        two: { ...empty, nodes: { c: node('one') } },
      },
    };
    expect(Object.values(expand(document).document.nodes).map((it) => it.type)).toEqual([
      subgraphType('one'),
    ]);
  });

  test('that names a subgraph that is not there keeps its node', () => {
    const document: Document = { ...plain(drawn({})), nodes: { a: node('toString') } };
    expect(Object.keys(expand(document).document.nodes)).toEqual(['a']);
  });

  test('that doubles itself thirty times is refused long before it fills the memory', () => {
    const subgraphs = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `s${at}`,
        { ...empty, nodes: { a: node(`s${at + 1}`), b: node(`s${at + 1}`) } },
      ]),
    );
    const document: Document = { ...plain(drawn({})), nodes: { a: node('s0') }, subgraphs };
    expect(() => expand(document)).toThrow('[document-crowded]');
  });
});
