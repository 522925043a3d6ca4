import { describe, expect, it } from 'vitest';
import {
  adoptEdges,
  adoptNodes,
  selectionAfter,
  wireOf,
} from '../../../renderer/canvas/flow/flow-records.ts';
import { moveNodes } from '../../../src/pipeline/edits.ts';
import { drawing, starter } from './drawing.ts';

const NONE: ReadonlySet<string> = new Set();
const label = (id: string): string => id;

describe("React Flow's records of a document", () => {
  it('are kept wherever the document did not change, so that a drag under way is not lost', () => {
    const document = starter();
    const before = adoptNodes(document, NONE, label, []);
    // The pointer has carried one node off already.
    const dragged = before.map((it) => (it.id === 'mnist' ? { ...it, position: { x: 7, y: 7 } } : it));
    const after = adoptNodes(moveNodes(document, { student: { x: 1, y: 1 } }), NONE, label, dragged);
    expect(after.find((it) => it.id === 'mnist')?.position).toEqual({ x: 7, y: 7 });
    expect(after.find((it) => it.id === 'student')?.position).toEqual({ x: 1, y: 1 });
    expect(after.filter((it) => dragged.includes(it))).toHaveLength(before.length - 1);
  });

  it('take over a place that the document gives anew, as Undo does', () => {
    const document = starter();
    const moved = moveNodes(document, { mnist: { x: 400, y: 400 } });
    const there = adoptNodes(moved, NONE, label, adoptNodes(document, NONE, label, []));
    const back = adoptNodes(document, NONE, label, there);
    expect(back.find((it) => it.id === 'mnist')?.position).toEqual(document.nodes.mnist?.position);
  });

  it('are the same list where nothing changed that they tell of, so that no wire is drawn anew', () => {
    const document = starter();
    const nodes = adoptNodes(document, NONE, label, []);
    expect(adoptNodes({ ...document, title: 'Other' }, NONE, label, nodes)).toBe(nodes);
    const edges = adoptEdges(document, NONE, label, []);
    expect(adoptEdges(moveNodes(document, { mnist: { x: 400, y: 400 } }), NONE, label, edges)).toBe(edges);
    const [first = ''] = Object.keys(document.wires);
    const chosen = adoptEdges(document, new Set([first]), label, edges);
    expect(chosen.filter((it) => !edges.includes(it)).map((it) => it.id)).toEqual([first]);
  });

  it('leave out wires to nodes that are not there', () => {
    const document = drawing({ data: 'data.mnist' }, ['data.data > gone.data', 'gone.data > data.data']);
    expect(adoptEdges(document, NONE, label, [])).toEqual([]);
  });

  it('let only the end at an input come off', () => {
    for (const edge of adoptEdges(starter(), NONE, label, [])) expect(edge.reconnectable).toBe('target');
  });

  it('become a wire again only where both ports are known', () => {
    const ends = { source: 'a', target: 'b', sourceHandle: 'x', targetHandle: 'y' };
    expect(wireOf(ends)).toEqual({ from: { node: 'a', port: 'x' }, to: { node: 'b', port: 'y' } });
    expect(wireOf({ ...ends, targetHandle: null })).toBeUndefined();
  });

  it('tell a selection by what was added to it and taken from it', () => {
    const changes = [
      { type: 'select', id: 'b', selected: true },
      { type: 'select', id: 'a', selected: false },
      { type: 'position', id: 'c' },
    ];
    expect(selectionAfter(changes, new Set(['a']))).toEqual(new Set(['b']));
    expect(selectionAfter([{ type: 'position', id: 'c' }], new Set(['a']))).toBeUndefined();
  });
});
