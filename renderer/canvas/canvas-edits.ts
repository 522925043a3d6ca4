import { titleOf } from '../../src/pipeline/check.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { moveNodes, moveNotes, removeNodes, removeNotes, removeWires } from '../../src/pipeline/edits.ts';
import { cutFragment, duplicate, type Pasted } from '../../src/pipeline/fragment.ts';
import { reachedOnly } from '../../src/pipeline/subgraph/carry.ts';
import { moveWayPoints, wayPointsBetween } from '../../src/pipeline/way-points.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { alignNodes } from './align-nodes.ts';
import { drawnAreas } from './drawn-areas.ts';
import { GRID, snapped } from './grid.ts';

/** Edits of what is selected, shared by keys, menus and inspector: each one step of the history. */

/** Removes what is selected, wires that end at it included. */
export function deleteSelected(): void {
  const { nodes, wires, notes } = useView.getState();
  const { document } = useDocument.getState();
  const label =
    nodes.size + notes.size > 0
      ? `Delete ${whatIs(document, nodes, notes)}`
      : `Delete ${counted(wires.size, 'wire')}`;
  const removed = (it: Document): Document =>
    reachedOnly(removeNotes(removeNodes(removeWires(it, wires), nodes), notes));
  if (edit(label, removed)) select([]);
}

/** A second copy of what is selected, which is then selected itself. */
export const duplicateSelected = (): void => copyChosen(useView.getState(), { x: 2 * GRID, y: 2 * GRID });

type Chosen = { readonly nodes: ReadonlySet<string>; readonly notes: ReadonlySet<string> };

export function copyChosen({ nodes, notes }: Chosen, by: Position): void {
  let fresh: Pick<Pasted, 'nodes' | 'notes'> = { nodes: [], notes: [] };
  edit(`Duplicate ${whatIs(useDocument.getState().document, nodes, notes)}`, (document) => {
    if (nodes.size + notes.size === 0) return document;
    fresh = duplicate(document, nodes, by, notes);
    return (fresh as Pasted).document;
  });
  if (fresh.nodes.length + fresh.notes.length > 0) select(fresh.nodes, [], fresh.notes);
}

/** How far all of these nodes are moved, where they are moved together. */
function shiftOf(document: Document, to: Places): Position | undefined {
  const shifts = Object.entries(to).flatMap(([id, at]) => {
    const was = document.nodes[id]?.position;
    return was ? [{ x: at.x - was.x, y: at.y - was.y }] : [];
  });
  const [first] = shifts;
  return first && shifts.every((it) => it.x === first.x && it.y === first.y) ? first : undefined;
}

type Places = Readonly<Record<string, Position>>;

export function moveTo(to: { readonly nodes: Places; readonly notes: Places }): void {
  const [nodes, notes] = [to.nodes, to.notes].map((it) => new Set(Object.keys(it)));
  const label = `Move ${whatIs(useDocument.getState().document, nodes ?? NONE, notes)}`;
  edit(label, (document) => {
    const by = shiftOf(document, to.nodes);
    const moved = moveNotes(moveNodes(document, to.nodes), to.notes);
    return by ? moveWayPoints(moved, wayPointsBetween(document, nodes ?? NONE), by) : moved;
  });
}

/** Puts what is selected in line; several nodes that lie over one another come apart. */
export function alignSelected(into: 'column' | 'row'): void {
  const { nodes } = useView.getState();
  const { document } = useDocument.getState();
  const chosen = cutFragment(document, nodes);
  const to = alignNodes(drawnAreas(chosen), into);
  edit(`Align ${whatIs(document, nodes)}`, (it) => moveNodes(it, to));
}

/** Takes every wire off the nodes that are selected. */
export function disconnectSelected(): void {
  const { nodes } = useView.getState();
  const { document } = useDocument.getState();
  const ends = Object.entries(document.wires)
    .filter(([, { from, to }]) => nodes.has(from.node) || nodes.has(to.node))
    .map(([id]) => id);
  edit(`Disconnect ${whatIs(document, nodes)}`, (it) => removeWires(it, ends));
}

/** Moves what is selected; presses of the same arrow keys in a row are one step of the history. */
export function nudgeSelected(by: Position): void {
  const { nodes, notes, snap } = useView.getState();
  const moved = (ids: ReadonlySet<string>, record: Readonly<Record<string, { position: Position }>>) =>
    Object.fromEntries(
      [...ids].flatMap((id) => {
        const position = record[id]?.position;
        if (!position) return [];
        return [[id, snapped({ x: position.x + by.x, y: position.y + by.y }, snap)]];
      }),
    );
  edit(
    `Move ${whatIs(useDocument.getState().document, nodes, notes)}`,
    (it) => {
      const to = moved(nodes, it.nodes);
      const by = shiftOf(it, to);
      const next = moveNotes(moveNodes(it, to), moved(notes, it.notes));
      return by ? moveWayPoints(next, wayPointsBetween(it, nodes), by) : next;
    },
    `nudge ${[...nodes].join(' ')} : ${[...notes].join(' ')}`,
  );
}

const NONE: ReadonlySet<string> = new Set();

/** `Teacher`, or `3 nodes`, or `3 nodes and 1 note`: for the names of steps in the history. */
export function whatIs(
  document: Document,
  nodes: ReadonlySet<string>,
  notes: ReadonlySet<string> = NONE,
): string {
  const [only] = nodes;
  if (nodes.size === 0 && notes.size > 0) return counted(notes.size, 'note');
  const named =
    nodes.size === 1 && only !== undefined
      ? titleOf(document, definitions, only)
      : counted(nodes.size, 'node');
  return notes.size === 0 ? named : `${named} and ${counted(notes.size, 'note')}`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
