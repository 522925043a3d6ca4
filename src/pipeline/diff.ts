import type { Document, DocumentNode, Frame, Note, Subgraph, Wire } from './document.ts';

/** What became of the entries of one record. */
export type RecordDiff<T> = {
  readonly added: Readonly<Record<string, T>>;
  readonly updated: Readonly<Record<string, { readonly from: T; readonly to: T }>>;
  readonly removed: Readonly<Record<string, T>>;
};

type TextChange = { readonly from: string; readonly to: string };

/** What makes one document of another. It draws "what differs between these runs" as well as it undoes. */
export type DocumentDiff = {
  readonly nodes: RecordDiff<DocumentNode>;
  readonly wires: RecordDiff<Wire>;
  readonly frames: RecordDiff<Frame>;
  readonly notes: RecordDiff<Note>;
  readonly subgraphs: RecordDiff<Subgraph>;
  readonly title?: TextChange;
  readonly description?: TextChange;
};

const TEXTS = ['title', 'description'] as const;

export function diff(from: Document, to: Document): DocumentDiff {
  return {
    nodes: diffRecord(from.nodes, to.nodes),
    wires: diffRecord(from.wires, to.wires),
    frames: diffRecord(from.frames, to.frames),
    notes: diffRecord(from.notes, to.notes),
    subgraphs: diffRecord(from.subgraphs, to.subgraphs),
    ...(from.title !== to.title && { title: { from: from.title, to: to.title } }),
    ...(from.description !== to.description && {
      description: { from: from.description, to: to.description },
    }),
  };
}

/** The document after the change. `apply(diff(a, b), a)` equals b; entries that did not change are shared. */
export function apply(change: DocumentDiff, document: Document): Document {
  return {
    ...document,
    nodes: applyRecord(change.nodes, document.nodes),
    wires: applyRecord(change.wires, document.wires),
    frames: applyRecord(change.frames, document.frames),
    notes: applyRecord(change.notes, document.notes),
    subgraphs: applyRecord(change.subgraphs, document.subgraphs),
    ...(change.title && { title: change.title.to }),
    ...(change.description && { description: change.description.to }),
  };
}

/** The change that takes the other back. */
export function reverse(change: DocumentDiff): DocumentDiff {
  return {
    nodes: reverseRecord(change.nodes),
    wires: reverseRecord(change.wires),
    frames: reverseRecord(change.frames),
    notes: reverseRecord(change.notes),
    subgraphs: reverseRecord(change.subgraphs),
    ...(change.title && { title: { from: change.title.to, to: change.title.from } }),
    ...(change.description && { description: { from: change.description.to, to: change.description.from } }),
  };
}

/** One change that does what the two do one after the other. */
export function squash(first: DocumentDiff, second: DocumentDiff): DocumentDiff {
  const texts: { title?: TextChange; description?: TextChange } = {};
  for (const key of TEXTS) {
    const from = first[key]?.from ?? second[key]?.from;
    const to = second[key]?.to ?? first[key]?.to;
    if (from !== undefined && to !== undefined && from !== to) texts[key] = { from, to };
  }
  return {
    nodes: squashRecord(first.nodes, second.nodes),
    wires: squashRecord(first.wires, second.wires),
    frames: squashRecord(first.frames, second.frames),
    notes: squashRecord(first.notes, second.notes),
    subgraphs: squashRecord(first.subgraphs, second.subgraphs),
    ...texts,
  };
}

export function isEmpty(change: DocumentDiff): boolean {
  const counts = [change.nodes, change.wires, change.frames, change.notes, change.subgraphs].flatMap(
    ({ added, updated, removed }) => [added, updated, removed].map((it) => Object.keys(it).length),
  );
  return counts.every((count) => count === 0) && !change.title && !change.description;
}

/** Equality of JSON values, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson((a as Values)[key], (b as Values)[key]));
}

type Values = Record<string, unknown>;

function diffRecord<T>(from: Readonly<Record<string, T>>, to: Readonly<Record<string, T>>): RecordDiff<T> {
  const added: Record<string, T> = {};
  const updated: Record<string, { from: T; to: T }> = {};
  const removed: Record<string, T> = {};
  if (from === to) return { added, updated, removed };
  for (const [id, value] of Object.entries(to)) {
    if (!Object.hasOwn(from, id)) added[id] = value;
    else if (!sameJson(from[id], value)) updated[id] = { from: from[id] as T, to: value };
  }
  for (const [id, value] of Object.entries(from)) if (!Object.hasOwn(to, id)) removed[id] = value;
  return { added, updated, removed };
}

function applyRecord<T>(change: RecordDiff<T>, record: Readonly<Record<string, T>>): Record<string, T> {
  const next: Record<string, T> = { ...record, ...change.added };
  for (const [id, { to }] of Object.entries(change.updated)) next[id] = to;
  for (const id of Object.keys(change.removed)) delete next[id];
  return next;
}

function reverseRecord<T>({ added, updated, removed }: RecordDiff<T>): RecordDiff<T> {
  const back = Object.entries(updated).map(([id, { from, to }]) => [id, { from: to, to: from }] as const);
  return { added: removed, updated: Object.fromEntries(back), removed: added };
}

function squashRecord<T>(first: RecordDiff<T>, second: RecordDiff<T>): RecordDiff<T> {
  const before = new Map<string, T | undefined>();
  const after = new Map<string, T | undefined>();
  for (const { added, updated, removed } of [first, second]) {
    const seen = (id: string, from: T | undefined, to: T | undefined): void => {
      if (!before.has(id)) before.set(id, from);
      after.set(id, to);
    };
    for (const [id, value] of Object.entries(added)) seen(id, undefined, value);
    for (const [id, { from, to }] of Object.entries(updated)) seen(id, from, to);
    for (const [id, value] of Object.entries(removed)) seen(id, value, undefined);
  }
  const present = (values: ReadonlyMap<string, T | undefined>): Record<string, T> =>
    Object.fromEntries([...values].filter((entry): entry is [string, T] => entry[1] !== undefined));
  return diffRecord(present(before), present(after));
}
