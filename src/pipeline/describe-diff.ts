import { type DocumentDiff, type RecordDiff, sameJson } from './diff.ts';
import type { Document, DocumentNode } from './document.ts';

/**
 * A change in words, for the history and for "what differs between these two runs":
 * `adds 2 nodes, removes 1 wire, student epochs 5 → 10`.
 *
 * @param titleOf what the person calls a node; its id where nothing is given
 */
export function describeDiff(change: DocumentDiff, titleOf: (id: string) => string = (id) => id): string {
  const parts = [
    ...counted(change.nodes, 'node'),
    ...counted(change.wires, 'wire'),
    ...counted(change.frames, 'frame'),
    ...counted(change.notes, 'note'),
    ...counted(change.subgraphs, 'subgraph'),
    ...Object.entries(change.nodes.updated).flatMap(([id, { from, to }]) =>
      nodeChanges(titleOf(id), from, to),
    ),
    ...(Object.keys(change.wires.updated).length > 0
      ? [`redraws ${plural(change.wires.updated, 'wire')}`]
      : []),
    ...(Object.keys(change.frames.updated).length > 0
      ? [`changes ${plural(change.frames.updated, 'frame')}`]
      : []),
    ...(Object.keys(change.notes.updated).length > 0
      ? [`changes ${plural(change.notes.updated, 'note')}`]
      : []),
    ...(Object.keys(change.subgraphs.updated).length > 0
      ? [`changes ${plural(change.subgraphs.updated, 'subgraph')}`]
      : []),
    ...(change.title ? [`title ${shown(change.title.from)} → ${shown(change.title.to)}`] : []),
    ...(change.description ? ['changes the description'] : []),
  ];
  return parts.length === 0 ? 'no change' : parts.join(', ');
}

/** The parameters of one node that differ, with both values; undefined stands for the default. */
export function paramChanges(
  from: DocumentNode,
  to: DocumentNode,
): { param: string; from: unknown; to: unknown }[] {
  const names = new Set([...Object.keys(from.params), ...Object.keys(to.params)]);
  return [...names]
    .sort()
    .map((param) => ({ param, from: from.params[param], to: to.params[param] }))
    .filter((it) => !sameJson(it.from, it.to));
}

const STATE_WORDS = { muted: 'mutes', bypassed: 'bypasses', plain: 'takes back' } as const;

function nodeChanges(title: string, from: DocumentNode, to: DocumentNode): string[] {
  const params = paramChanges(from, to).map(
    (it) => `${title} ${it.param} ${shown(it.from)} → ${shown(it.to)}`,
  );
  return [
    ...params,
    ...(from.title !== to.title ? [`renames ${title}`] : []),
    ...(from.state !== to.state ? [`${STATE_WORDS[to.state ?? 'plain']} ${title}`] : []),
    ...(sameJson(from.position, to.position) ? [] : [`moves ${title}`]),
    ...(from.type !== to.type || from.version !== to.version ? [`upgrades ${title}`] : []),
  ];
}

function counted<T>({ added, removed }: RecordDiff<T>, word: string): string[] {
  return [
    ...(Object.keys(added).length > 0 ? [`adds ${plural(added, word)}`] : []),
    ...(Object.keys(removed).length > 0 ? [`removes ${plural(removed, word)}`] : []),
  ];
}

function plural(record: Readonly<Record<string, unknown>>, word: string): string {
  const count = Object.keys(record).length;
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

const shown = (value: unknown): string =>
  value === undefined ? 'default' : JSON.stringify(value).slice(0, 40);

/** Titles as the document gives them, with the id where a node has none. */
export const titlesOf =
  (document: Document) =>
  (id: string): string =>
    document.nodes[id]?.title ?? id;
