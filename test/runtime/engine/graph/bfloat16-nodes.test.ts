import { expect, test } from 'vitest';
import type { Scope } from '../../../../src/runtime/engine/composite.ts';
import type { Graph } from '../../../../src/runtime/engine/graph/graph.ts';
import { nodeBuilder, type } from '../../../../src/runtime/engine/graph/node-builder.ts';
import { bfloat16Nodes } from '../../../../src/runtime/engine/graph/passes/bfloat16-nodes.ts';

/* Which nodes of a graph compute in bfloat16. */

const HELD = { shape: [8, 8], dtype: 'float32' } as const;

/** Draws a graph with one result, and names the ops that are in bfloat16, in order. */
function lowOps(
  part: Scope['part'],
  draw: (add: (op: string, ...of: string[]) => string, x: string) => string,
): string[] {
  const builder = nodeBuilder('step', { at: 'network-1', part });
  const x = builder.feed('x', HELD);
  const add = (op: string, ...inputs: string[]): string =>
    builder.add(op, { inputs, attributes: { T: type('float32') }, outputs: [HELD] });
  const result = draw(add, x);
  const graph: Graph = {
    nodes: builder.nodes,
    composites: [],
    results: { result },
    assigns: new Map(),
    effects: [],
    fixed: new Set(),
    once: { nodes: [], variables: [] },
  };
  const low = bfloat16Nodes(graph);
  return builder.nodes.filter((it) => low.has(it.name)).map((it) => it.op);
}

test('what stands between two products', () => {
  expect(lowOps('student', (add, x) => add('MatMul', add('Relu', add('MatMul', x, x)), x))).toEqual([
    'MatMul',
    'Relu',
    'MatMul',
  ]);
});

test('not what stands before the first or behind the last, however many there are', () => {
  const around = lowOps('student', (add, x) => {
    const ready = add('AddV2', add('Mul', x, x), x);
    return add('Reshape', add('Relu', add('MatMul', ready, ready)));
  });
  expect(around).toEqual(['MatMul']);
});

test('not what reads so much else in float32 that the other way takes no more casts', () => {
  const mixed = (others: number) =>
    lowOps('student', (add, x) => {
      const all = [add('MatMul', x, x), ...Array.from({ length: others }, () => add('Exp', x))];
      return add('MatMul', add('AddN', ...all), x);
    });
  expect(mixed(1)).toEqual(['MatMul', 'AddN', 'MatMul']);
  expect(mixed(2)).toEqual(['MatMul', 'MatMul']);
});

test('not what is read in float32 alone, one behind another', () => {
  const ends = lowOps('student', (add, x) => {
    const product = add('MatMul', x, x);
    add('MatMul', product, x);
    return add('AddV2', add('Relu', product), add('Relu', add('Mul', product, product)));
  });
  expect(ends).toEqual(['MatMul', 'MatMul']);
});

test('not what has no kernel for it or must stay exact, between products too', () => {
  expect(lowOps('student', (add, x) => add('MatMul', add('Exp', add('MatMul', x, x)), x))).toEqual([
    'MatMul',
    'MatMul',
  ]);
});

test.each(['loss', 'optimizer', 'data'] as const)('nothing of the part %s', (part) => {
  expect(lowOps(part, (add, x) => add('MatMul', add('Relu', add('MatMul', x, x)), x))).toEqual([]);
});

test('nothing that no product is near', () => {
  expect(lowOps('student', (add, x) => add('Relu', add('AddV2', add('Relu', x), x)))).toEqual([]);
});
