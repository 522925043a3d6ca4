import { type Document, emptyDocument, type Frame, type Note, type Position } from './document.ts';
import { newId, withinLimits } from './edits.ts';
import { mergedSubgraphs, neededSubgraphs } from './subgraph/carry.ts';

/**
 * What copy puts on the clipboard: a document of its own, with the chosen nodes, the wires between them and
 * the chosen frames and notes. As text it goes through `formatDocument` and `parseDocument` like every other, so a
 * pasted file and a pasted selection are one case, and the text is as untrusted as a file.
 */
export type Fragment = Document;

const NONE: ReadonlySet<string> = new Set();

/** @param ids of nodes and frames */
export function cutFragment(
  document: Document,
  ids: ReadonlySet<string>,
  notes: ReadonlySet<string> = NONE,
): Fragment {
  const pick = <T>(
    record: Readonly<Record<string, T>>,
    keep: (id: string, value: T) => boolean,
  ): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([id, value]) => keep(id, value)));
  const nodes = pick(document.nodes, (id) => ids.has(id));
  return {
    ...emptyDocument(document.title),
    nodes,
    subgraphs: neededSubgraphs(nodes, document.subgraphs),
    wires: pick(document.wires, (_, wire) => ids.has(wire.from.node) && ids.has(wire.to.node)),
    frames: pick(document.frames, (id) => ids.has(id)),
    notes: pick(document.notes, (id) => notes.has(id)),
  };
}

export type Pasted = {
  readonly document: Document;
  /** New ids of what was pasted, for the selection. */
  readonly nodes: readonly string[];
  readonly frames: readonly string[];
  readonly notes: readonly string[];
};

/** Adds a fragment under new ids, with its centre at the given point. Wires that lead out of it are dropped. */
export function paste(document: Document, fragment: Fragment, centre: Position): Pasted {
  const from = centreOf(fragment);
  return pasteMoved(document, fragment, { x: centre.x - from.x, y: centre.y - from.y });
}

/** A second copy of nodes, frames and notes, a little below and to the right. */
export function duplicate(
  document: Document,
  ids: ReadonlySet<string>,
  by: Position = { x: 32, y: 32 },
  notes: ReadonlySet<string> = NONE,
): Pasted {
  return pasteMoved(document, cutFragment(document, ids, notes), by);
}

function pasteMoved(document: Document, fragment: Fragment, by: Position): Pasted {
  const moved = <T extends { position: Position }>(it: T): T => ({
    ...it,
    position: { x: clamp(it.position.x + by.x), y: clamp(it.position.y + by.y) },
  });
  const nodes = { ...document.nodes };
  const renamed = new Map<string, string>();
  const name = idsFor(nodes);
  const { subgraphs, own } = mergedSubgraphs(document.subgraphs, fragment);
  for (const [id, node] of Object.entries(own)) {
    const fresh = name(id);
    renamed.set(id, fresh);
    nodes[fresh] = moved(node);
  }
  const wires = { ...document.wires };
  const wireName = idsFor(wires);
  for (const { from, to, via } of Object.values(fragment.wires)) {
    const source = renamed.get(from.node);
    const target = renamed.get(to.node);
    if (source === undefined || target === undefined) continue;
    wires[wireName('wire')] = {
      from: { ...from, node: source },
      to: { ...to, node: target },
      ...(via && { via: via.map((position) => moved({ position }).position) }),
    };
  }
  const frames: Record<string, Frame> = { ...document.frames };
  const frameName = idsFor(frames);
  const newFrames: string[] = [];
  for (const [id, frame] of Object.entries(fragment.frames)) {
    const fresh = frameName(id);
    newFrames.push(fresh);
    frames[fresh] = moved(frame);
  }
  const notes: Record<string, Note> = { ...document.notes };
  const noteName = idsFor(notes);
  const newNotes: string[] = [];
  for (const [id, note] of Object.entries(fragment.notes)) {
    const fresh = noteName(id);
    newNotes.push(fresh);
    notes[fresh] = moved(note);
  }
  return {
    document: withinLimits({ ...document, nodes, wires, frames, notes, subgraphs }),
    nodes: [...renamed.values()],
    frames: newFrames,
    notes: newNotes,
  };
}

const clamp = (value: number): number => Math.min(1e6, Math.max(-1e6, Number.isFinite(value) ? value : 0));

/** `student-2` copied again is `student-3`, not `student-2-2`. Remembers where it stopped, so that a large paste is quick. */
function idsFor(record: Record<string, unknown>): (id: string) => string {
  const last = new Map<string, number>();
  return (id) => {
    const stem = id.replace(/-\d+$/, '') || id;
    let number = last.get(stem);
    if (number === undefined) {
      const first = newId(record, stem);
      number = Number(/-(\d+)$/.exec(first)?.[1] ?? 1);
      last.set(stem, number);
      return first;
    }
    const base = newId({}, stem);
    do number += 1;
    while (Object.hasOwn(record, `${base}-${number}`));
    last.set(stem, number);
    return `${base}-${number}`;
  };
}

/** The middle of what a fragment covers; a node's own size is not known here, so its corner stands for it. */
export function centreOf(fragment: Fragment): Position {
  const points = [
    ...Object.values(fragment.nodes).map((node) => node.position),
    ...[...Object.values(fragment.frames), ...Object.values(fragment.notes)].flatMap(
      ({ position: { x, y }, width, height }) => [
        { x, y },
        { x: x + width, y: y + height },
      ],
    ),
  ];
  if (points.length === 0) return { x: 0, y: 0 };
  const middle = (values: readonly number[]): number =>
    (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return { x: middle(points.map((it) => it.x)), y: middle(points.map((it) => it.y)) };
}
