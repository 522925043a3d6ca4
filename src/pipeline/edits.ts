import {
  type Document,
  type DocumentNode,
  type Frame,
  type FrameColour,
  LIMITS,
  type NodeState,
  type Note,
  type Params,
  type Position,
  type Wire,
} from './document.ts';
import { FORBIDDEN_KEYS } from './json-text.ts';
import { ProblemError } from './problem.ts';

/**
 * Pure edits: document in, next document out. Nothing is changed in place and what stays is shared, so that a
 * comparison by identity finds what an edit touched. An edit of what is not there gives the document back.
 * An edit that would make a document that cannot be opened again throws a ProblemError.
 */

/** A readable id that is not yet a key: `student`, then `student-2`. The same record and stem give the same id. */
export function newId(taken: Readonly<Record<string, unknown>>, stem: string): string {
  const clean = stem.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 56);
  const base = /^[A-Za-z]/.test(clean) && !FORBIDDEN_KEYS.has(clean) ? clean : `id-${clean}`.slice(0, 56);
  if (!Object.hasOwn(taken, base)) return base;
  for (let number = 2; ; number += 1) {
    const id = `${base}-${number}`;
    if (!Object.hasOwn(taken, id)) return id;
  }
}

/** The stem of a node's id: the last word of its type, e.g. `softmax` of `loss.softmax`. */
export const stemOf = (type: string): string => type.split('.').at(-1) || type;

/** Refuses a document that no longer fits the limits, so that what was drawn can be opened again. */
export function withinLimits(document: Document): Document {
  for (const [what, limit] of [
    ['nodes', LIMITS.nodes],
    ['wires', LIMITS.wires],
    ['frames', LIMITS.nodes],
    ['notes', LIMITS.nodes],
  ] as const) {
    const count = Object.keys(document[what]).length;
    if (count > limit)
      throw new ProblemError({
        code: 'document-crowded',
        message: `The pipeline would hold too many ${what}.`,
        found: `${count}`,
        allowed: `at most ${limit}`,
      });
  }
  return document;
}

export function addNode(document: Document, id: string, node: DocumentNode): Document {
  return withinLimits({ ...document, nodes: { ...document.nodes, [id]: node } });
}

export function moveNodes(document: Document, to: Readonly<Record<string, Position>>): Document {
  return updateNodes(document, Object.keys(to), (node, id) => {
    const next = to[id] as Position;
    const same = next.x === node.position.x && next.y === node.position.y;
    // A gesture over a canvas without size can give NaN, which JSON cannot hold.
    if (same || !Number.isFinite(next.x) || !Number.isFinite(next.y)) return node;
    return { ...node, position: { x: next.x, y: next.y } };
  });
}

/** Removes nodes and every wire that begins or ends at them. */
export function removeNodes(document: Document, ids: Iterable<string>): Document {
  const gone = new Set(ids);
  const nodes = without(document.nodes, (id) => gone.has(id));
  const wires = without(document.wires, (_, wire) => gone.has(wire.from.node) || gone.has(wire.to.node));
  return nodes === document.nodes && wires === document.wires ? document : { ...document, nodes, wires };
}

/** Draws a wire; one that already ends at the same input gives way. */
export function addWire(document: Document, wire: Wire, id = newId(document.wires, 'wire')): Document {
  const rest = without(document.wires, (_, it) => it.to.node === wire.to.node && it.to.port === wire.to.port);
  return withinLimits({ ...document, wires: { ...rest, [id]: wire } });
}

export function removeWires(document: Document, ids: Iterable<string>): Document {
  const gone = new Set(ids);
  const wires = without(document.wires, (id) => gone.has(id));
  return wires === document.wires ? document : { ...document, wires };
}

/** Sets a parameter; undefined gives it back to the definition's default. */
export function setParam(
  document: Document,
  id: string,
  param: string,
  value: Params[string] | undefined,
): Document {
  if (FORBIDDEN_KEYS.has(param))
    throw new ProblemError({
      code: 'document-key',
      node: id,
      param,
      message: `"${param}" may not be a key.`,
    });
  return updateNodes(document, [id], (node) => {
    if (value !== undefined)
      return node.params[param] === value ? node : { ...node, params: { ...node.params, [param]: value } };
    const params = without(node.params, (key) => key === param);
    return params === node.params ? node : { ...node, params };
  });
}

/** Names a node; an empty name gives it back the definition's title. */
export function setNodeTitle(document: Document, id: string, title: string): Document {
  return updateNodes(document, [id], (node) => {
    if (title === (node.title ?? '')) return node;
    const { title: _, ...unnamed } = node;
    return title === '' ? unnamed : { ...unnamed, title: cut(title) };
  });
}

/** Mutes or bypasses nodes; undefined makes them as they were added. */
export function setNodeState(
  document: Document,
  ids: readonly string[],
  state: NodeState | undefined,
): Document {
  return updateNodes(document, ids, (node) => {
    if (node.state === state) return node;
    const { state: _, ...plain } = node;
    return state === undefined ? plain : { ...plain, state };
  });
}

export const setTitle = (document: Document, title: string): Document =>
  title === document.title ? document : { ...document, title: cut(title) };

export const setDescription = (document: Document, description: string): Document =>
  description === document.description ? document : { ...document, description: cut(description) };

export function addFrame(document: Document, id: string, frame: Frame): Document {
  return withinLimits({ ...document, frames: { ...document.frames, [id]: frame } });
}

export function updateFrame(document: Document, id: string, change: Partial<Frame>): Document {
  const frame = document.frames[id];
  return frame === undefined
    ? document
    : { ...document, frames: { ...document.frames, [id]: { ...frame, ...change } } };
}

/** Paints a frame; undefined gives it back its grey. */
export function setFrameColour(document: Document, id: string, colour: FrameColour | undefined): Document {
  const frame = Object.hasOwn(document.frames, id) ? document.frames[id] : undefined;
  if (frame === undefined || frame.colour === colour) return document;
  const { colour: _, ...plain } = frame;
  const next = colour === undefined ? plain : { ...plain, colour };
  return { ...document, frames: { ...document.frames, [id]: next } };
}

export function removeFrames(document: Document, ids: Iterable<string>): Document {
  const gone = new Set(ids);
  const frames = without(document.frames, (id) => gone.has(id));
  return frames === document.frames ? document : { ...document, frames };
}

export function addNote(document: Document, id: string, note: Note): Document {
  return withinLimits({ ...document, notes: { ...document.notes, [id]: note } });
}

export function updateNote(document: Document, id: string, change: Partial<Note>): Document {
  const note = Object.hasOwn(document.notes, id) ? document.notes[id] : undefined;
  if (note === undefined) return document;
  const next = { ...note, ...change, ...(change.text !== undefined && { text: cut(change.text) }) };
  return { ...document, notes: { ...document.notes, [id]: next } };
}

export function moveNotes(document: Document, to: Readonly<Record<string, Position>>): Document {
  return Object.entries(to).reduce((next, [id, { x, y }]) => {
    const at = Object.hasOwn(next.notes, id) ? next.notes[id]?.position : undefined;
    const same = at === undefined || (at.x === x && at.y === y);
    if (same || !Number.isFinite(x) || !Number.isFinite(y)) return next;
    return updateNote(next, id, { position: { x, y } });
  }, document);
}

export function removeNotes(document: Document, ids: Iterable<string>): Document {
  const gone = new Set(ids);
  const notes = without(document.notes, (id) => gone.has(id));
  return notes === document.notes ? document : { ...document, notes };
}

const cut = (text: string): string => text.slice(0, LIMITS.text);

function updateNodes(
  document: Document,
  ids: readonly string[],
  change: (node: DocumentNode, id: string) => DocumentNode,
): Document {
  const changed: Record<string, DocumentNode> = {};
  for (const id of ids) {
    const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
    const next = node && change(node, id);
    if (next !== undefined && next !== node) changed[id] = next;
  }
  return Object.keys(changed).length === 0
    ? document
    : { ...document, nodes: { ...document.nodes, ...changed } };
}

/** The record itself where nothing goes. */
function without<T>(
  record: Readonly<Record<string, T>>,
  goes: (id: string, value: T) => boolean,
): Record<string, T> {
  const entries = Object.entries(record);
  const kept = entries.filter(([id, value]) => !goes(id, value));
  return kept.length === entries.length ? record : Object.fromEntries(kept);
}
