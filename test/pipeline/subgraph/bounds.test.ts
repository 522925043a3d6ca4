import { describe, expect, test } from 'vitest';
import { check } from '../../../src/pipeline/check.ts';
import { type Document, emptyDocument, type Subgraph } from '../../../src/pipeline/document.ts';
import { mergedSubgraphs, reachedOnly } from '../../../src/pipeline/subgraph/carry.ts';
import { expand } from '../../../src/pipeline/subgraph/expand.ts';
import { subgraphType } from '../../../src/pipeline/subgraph/subgraph.ts';
import { unpack } from '../../../src/pipeline/subgraph/unpack.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';
import { cpuTime } from '../../cpu-time.ts';

const at = { x: 0, y: 0 };
const node = (type: string): Document['nodes'][string] => ({ type, version: 1, position: at, params: {} });
const holding = (nodes: Subgraph['nodes'], more: Partial<Subgraph> = {}): Subgraph => ({
  title: 'Part',
  nodes,
  wires: {},
  frames: {},
  notes: {},
  inputs: {},
  outputs: {},
  params: {},
  ...more,
});
const withParts = (nodes: Document['nodes'], subgraphs: Document['subgraphs']): Document => ({
  ...emptyDocument(),
  nodes,
  subgraphs,
});
const crowded = expect.objectContaining({ problem: expect.objectContaining({ code: 'document-crowded' }) });

describe('a few lines that say very much', () => {
  test('ports through thirty subgraphs in each other are found at once', () => {
    const depth = 30;
    const inputs = { a: { into: [{ node: 'x', port: 'a' }] }, b: { into: [{ node: 'x', port: 'b' }] } };
    const subgraphs = Object.fromEntries(
      Array.from({ length: depth }, (_, level) => [
        `p${level}`,
        level + 1 < depth
          ? holding({ x: node(subgraphType(`p${level + 1}`)) }, { inputs })
          : holding(
              { x: node('loss.tempered-softmax') },
              {
                inputs: {
                  a: { into: [{ node: 'x', port: 'student' }] },
                  b: { into: [{ node: 'x', port: 'teacher' }] },
                },
              },
            ),
      ]),
    );
    const document = withParts({ top: node(subgraphType('p0')) }, subgraphs);
    const took = cpuTime(() => {
      const { definition } = check(document, definitions).nodes.top ?? {};
      expect(Object.keys(definition?.inputs ?? {})).toEqual(['a', 'b']);
    });
    expect(took).toBeLessThan(1000);
  });

  test('wires that multiply within are refused before they are made', () => {
    const into = Array.from({ length: 3000 }, () => ({ node: 'x', port: 'a' }));
    const wires = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [
        `w${n}`,
        { from: { node: 'data', port: 'data' }, to: { node: 'top', port: 'a' } },
      ]),
    );
    const document = {
      ...withParts(
        { top: node(subgraphType('p')), data: node('data.mnist') },
        { p: holding({ x: node('loss.tempered-softmax') }, { inputs: { a: { into } } }) },
      ),
      wires,
    };
    expect(() => expand(document)).toThrow(crowded);
  });

  test('subgraphs that hold each other are refused before they fill the memory', () => {
    const names = Array.from({ length: 10 }, (_, n) => `p${n}`);
    const subgraphs = Object.fromEntries(
      names.map((own) => [
        own,
        holding(
          Object.fromEntries(names.filter((it) => it !== own).map((it) => [it, node(subgraphType(it))])),
        ),
      ]),
    );
    expect(() => expand(withParts({ top: node(subgraphType('p0')) }, subgraphs))).toThrow(crowded);
  });
});

describe('what comes along with pasted nodes', () => {
  const inner = holding({ x: node('data.mnist') });
  const other = holding({ x: node('data.cifar-10') });
  const outer = holding({ y: node(subgraphType('b')) });

  test('one that holds a different part than here is a different one, and keeps its own', () => {
    const { subgraphs, own } = mergedSubgraphs(
      { a: outer, b: inner },
      { nodes: { n: node(subgraphType('a')) }, subgraphs: { a: outer, b: other } },
    );
    const pasted = subgraphs[own.n?.type.replace('subgraph:', '') ?? ''];
    const within = subgraphs[pasted?.nodes.y?.type.replace('subgraph:', '') ?? ''];
    expect(within?.nodes.x?.type).toBe('data.cifar-10');
    expect(subgraphs.a).toEqual(outer);
    expect(subgraphs.b).toEqual(inner);
  });

  test('what is the same down to its last part is shared', () => {
    const { subgraphs, own } = mergedSubgraphs(
      { a: outer, b: inner },
      { nodes: { n: node(subgraphType('a')) }, subgraphs: { a: outer, b: inner } },
    );
    expect(Object.keys(subgraphs)).toEqual(['a', 'b']);
    expect(own.n?.type).toBe(subgraphType('a'));
  });

  test('a part that no node stands for any more is let go with all that it held', () => {
    expect(reachedOnly(withParts({}, { a: outer, b: inner })).subgraphs).toEqual({});
    const kept = withParts({ n: node(subgraphType('b')) }, { a: outer, b: inner });
    expect(Object.keys(reachedOnly(kept).subgraphs)).toEqual(['b']);
  });
});

test('a bypassed node is so after its muted subgraph was unpacked', () => {
  const part = holding({ x: { ...node('data.image-transform'), state: 'bypassed' }, y: node('data.mnist') });
  const document = withParts({ top: { ...node(subgraphType('p')), state: 'muted' } }, { p: part });
  const { nodes } = unpack(document, 'top').document;
  expect([nodes.x?.state, nodes.y?.state]).toEqual(['bypassed', 'muted']);
});
