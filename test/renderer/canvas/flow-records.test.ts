import { describe, expect, it } from 'vitest';
import {
  adoptEdges,
  adoptNodes,
  type Item,
  parted,
  selectionAfter,
  wireOf,
} from '../../../renderer/canvas/flow/flow-records.ts';
import { addNote, moveNodes } from '../../../src/pipeline/edits.ts';
import { drawing, starter } from './drawing.ts';

const NONE: ReadonlySet<string> = new Set();
const NOTHING = { nodes: NONE, notes: NONE };
const label = (id: string): string => id;
const itemLabel = ({ id }: Item): string => id;

describe("React Flow's records of a document", () => {
  it('are kept wherever the document did not change, so that a drag under way is not lost', () => {
    const document = starter();
    const before = adoptNodes(document, NOTHING, itemLabel, []);
    // The pointer has carried one node off already.
    const dragged = before.map((it) => (it.id === 'mnist' ? { ...it, position: { x: 7, y: 7 } } : it));
    const after = adoptNodes(moveNodes(document, { student: { x: 1, y: 1 } }), NOTHING, itemLabel, dragged);
    expect(after.find((it) => it.id === 'mnist')?.position).toEqual({ x: 7, y: 7 });
    expect(after.find((it) => it.id === 'student')?.position).toEqual({ x: 1, y: 1 });
    expect(after.filter((it) => dragged.includes(it))).toHaveLength(before.length - 1);
  });

  it('take over a place that the document gives anew, as Undo does', () => {
    const document = starter();
    const moved = moveNodes(document, { mnist: { x: 400, y: 400 } });
    const there = adoptNodes(moved, NOTHING, itemLabel, adoptNodes(document, NOTHING, itemLabel, []));
    const back = adoptNodes(document, NOTHING, itemLabel, there);
    expect(back.find((it) => it.id === 'mnist')?.position).toEqual(document.nodes.mnist?.position);
  });

  it('are the same list where nothing changed that they tell of, so that no wire is drawn anew', () => {
    const document = starter();
    const nodes = adoptNodes(document, NOTHING, itemLabel, []);
    expect(adoptNodes({ ...document, title: 'Other' }, NOTHING, itemLabel, nodes)).toBe(nodes);
    const edges = adoptEdges(document, NONE, label, []);
    expect(adoptEdges(moveNodes(document, { mnist: { x: 400, y: 400 } }), NONE, label, edges)).toBe(edges);
    const [first = ''] = Object.keys(document.wires);
    const chosen = adoptEdges(document, new Set([first]), label, edges);
    expect(chosen.filter((it) => !edges.includes(it)).map((it) => it.id)).toEqual([first]);
  });

  it('hold notes too, under names that no node can have', () => {
    const note = { text: 'Hello', position: { x: 3, y: 4 }, width: 200, height: 100 };
    const document = addNote(drawing({ a: 'data.mnist' }), 'a', note);
    const chosen = { nodes: NONE, notes: new Set(['a']) };
    const records = adoptNodes(document, chosen, itemLabel, []);
    expect(records.map((it) => [it.id, it.type, it.selected, it.position.x])).toEqual([
      ['note:a', 'note', true, 3],
      ['a', 'card', false, 0],
    ]);
    expect(parted(records.map((it) => [it.id, it.position.x]))).toEqual({
      nodes: { a: 0 },
      notes: { a: 3 },
    });
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
