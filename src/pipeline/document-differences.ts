import { sameJson } from './diff.ts';
import type { Document, DocumentNode, End } from './document.ts';

/** A parameter's value, and how a person is told of both. */
type ToldValue = { readonly title: string; readonly value: unknown; readonly text: string };

/** How the parts of a document are told to a person. Handed in: this room knows no node by name. */
export type DocumentWords = {
  readonly titleOf: (document: Document, node: string) => string;
  /** Every parameter of a node with its value, whether it was set or is the default; by the parameter's name. */
  readonly paramsOf: (node: DocumentNode) => ReadonlyMap<string, ToldValue>;
  readonly portTitle: (node: DocumentNode, side: 'input' | 'output', port: string) => string;
};

/** What became of one node from one document to the other. */
export type NodeDifference = {
  readonly kind: 'added' | 'removed' | 'changed';
  /** In the first document, and in the second; null where it is not there. */
  readonly from: string | null;
  readonly to: string | null;
  readonly title: string;
  /** Parameters whose values differ. */
  readonly params: readonly { readonly title: string; readonly from: string; readonly to: string }[];
  /** What else there is to say of it, in sentences without their subject. */
  readonly notes: readonly string[];
};

/** What tells one document from another, for those who run them. */
export type DocumentDifferences = {
  readonly nodes: readonly NodeDifference[];
  /** Between nodes that both documents have. */
  readonly wires: readonly { readonly kind: 'added' | 'removed'; readonly text: string }[];
  /** What no run knows of: names, places, frames, notes. */
  readonly looks: readonly string[];
};

/**
 * Compares two documents by what they are and not by how they came about: nodes of one type are the same where they share
 * their id, else their title, else where each document has one of them left.
 */
export function documentDifferences(a: Document, b: Document, words: DocumentWords): DocumentDifferences {
  const pairs = pairNodes(a, b, words);
  const paired = new Set(pairs.values());
  const only = (document: Document, known: (id: string) => boolean): string[] =>
    Object.keys(document.nodes).filter((id) => !known(id));
  const changed = [...pairs].flatMap(([from, to]) => changeOf(a, b, from, to, words) ?? []);
  const added = only(b, (id) => paired.has(id)).map((to) => lone('added', b, to, words));
  const removed = only(a, (id) => pairs.has(id)).map((from) => lone('removed', a, from, words));
  return {
    nodes: [...changed, ...added, ...removed],
    wires: wireDifferences(a, b, pairs, words),
    looks: lookDifferences(a, b, pairs, words),
  };
}

/** Whether a run of the one does what a run of the other does, as far as their drawings tell. */
export const alike = ({ nodes, wires }: DocumentDifferences): boolean =>
  nodes.length === 0 && wires.length === 0;

/** All differences, one sentence each. */
export function differencesInWords({ nodes, wires, looks }: DocumentDifferences): string[] {
  const told = nodes.flatMap(({ title, params, notes }) => [
    ...params.map((it) => `${title}: ${it.title} ${it.from} → ${it.to}.`),
    ...notes.map((it) => `${title} ${it}`),
  ]);
  return [...told, ...wires.map((it) => it.text), ...looks];
}

function pairNodes(a: Document, b: Document, words: DocumentWords): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const free = new Set(Object.keys(b.nodes));
  const pair = (from: string, to: string): void => {
    pairs.set(from, to);
    free.delete(to);
  };
  for (const [id, node] of Object.entries(a.nodes))
    if (Object.hasOwn(b.nodes, id) && b.nodes[id]?.type === node.type) pair(id, id);
  const typeOf = (document: Document, id: string): string => document.nodes[id]?.type ?? '';
  const nameOf = (document: Document, id: string): string =>
    `${typeOf(document, id)}\n${words.titleOf(document, id)}`;
  for (const keyOf of [nameOf, typeOf]) {
    const others = grouped(free, (id) => keyOf(b, id));
    const left = Object.keys(a.nodes).filter((id) => !pairs.has(id));
    for (const [key, own] of grouped(left, (id) => keyOf(a, id))) {
      const [from, to] = [own[0], others.get(key)?.[0]];
      // Of several that are called alike nobody knows which became which.
      if (from !== undefined && to !== undefined && own.length === 1 && others.get(key)?.length === 1)
        pair(from, to);
    }
  }
  return pairs;
}

function grouped(
  ids: Iterable<string>,
  keyOf: (id: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = keyOf(id);
    const own = groups.get(key);
    if (own) own.push(id);
    else groups.set(key, [id]);
  }
  return groups;
}

const STATES = {
  muted: 'is muted: a run goes on as if it were not there.',
  bypassed: 'is bypassed: what comes in goes straight through.',
  plain: 'takes part again.',
} as const;

function changeOf(
  a: Document,
  b: Document,
  from: string,
  to: string,
  words: DocumentWords,
): NodeDifference | undefined {
  const before = a.nodes[from] as DocumentNode;
  const after = b.nodes[to] as DocumentNode;
  const was = words.paramsOf(before);
  const is = words.paramsOf(after);
  const params = [...new Set([...was.keys(), ...is.keys()])].flatMap((param) => {
    const old = was.get(param);
    const now = is.get(param);
    if (old && now && sameJson(old.value, now.value)) return [];
    // Words may round two values to one.
    const exact = old?.text === now?.text;
    const shown = (it: ToldValue | undefined): string =>
      it === undefined ? '–' : exact ? JSON.stringify(it.value) : it.text;
    return [{ title: now?.title ?? old?.title ?? param, from: shown(old), to: shown(now) }];
  });
  const notes = before.state !== after.state ? [STATES[after.state ?? 'plain']] : [];
  if (params.length === 0 && notes.length === 0) return undefined;
  return { kind: 'changed', from, to, title: words.titleOf(b, to), params, notes };
}

function lone(
  kind: 'added' | 'removed',
  document: Document,
  id: string,
  words: DocumentWords,
): NodeDifference {
  const neighbours = neighboursOf(document, id).map((it) => words.titleOf(document, it));
  const near = neighbours.join(', ');
  const note =
    kind === 'added'
      ? near === ''
        ? 'is new, and wired to nothing.'
        : `is new, wired to ${near}.`
      : near === ''
        ? 'is gone. It was wired to nothing.'
        : `is gone. It was wired to ${near}.`;
  return {
    kind,
    from: kind === 'removed' ? id : null,
    to: kind === 'added' ? id : null,
    title: words.titleOf(document, id),
    params: [],
    notes: [note],
  };
}

function neighboursOf({ nodes, wires }: Document, id: string): readonly string[] {
  const found = Object.values(wires).flatMap(({ from, to }) =>
    from.node === id ? [to.node] : to.node === id ? [from.node] : [],
  );
  return [...new Set(found)].filter((it) => it !== id && Object.hasOwn(nodes, it));
}

const endText = ({ node, port }: End): string => `${node} ${port}`;

function wireDifferences(
  a: Document,
  b: Document,
  pairs: ReadonlyMap<string, string>,
  words: DocumentWords,
): DocumentDifferences['wires'] {
  const back = new Map([...pairs].map(([from, to]) => [to, from]));
  const between = (from: End, to: End): string => `${endText(from)} ${endText(to)}`;
  const inB = ({ node, port }: End): End | undefined => {
    const to = pairs.get(node);
    return to === undefined ? undefined : { node: to, port };
  };
  const before = new Map<string, string>();
  for (const { from, to } of Object.values(a.wires)) {
    const [start, end] = [inB(from), inB(to)];
    if (start && end) before.set(between(start, end), wireText(a, from, to, words));
  }
  const after = new Map<string, string>();
  for (const { from, to } of Object.values(b.wires))
    if (back.has(from.node) && back.has(to.node)) after.set(between(from, to), wireText(b, from, to, words));
  return [
    ...[...after]
      .filter(([key]) => !before.has(key))
      .map(([, text]) => ({ kind: 'added', text: `Wired: ${text}.` }) as const),
    ...[...before]
      .filter(([key]) => !after.has(key))
      .map(([, text]) => ({ kind: 'removed', text: `No longer wired: ${text}.` }) as const),
  ];
}

function wireText(document: Document, from: End, to: End, words: DocumentWords): string {
  const name = ({ node, port }: End, side: 'input' | 'output'): string =>
    `${words.titleOf(document, node)} (${words.portTitle(document.nodes[node] as DocumentNode, side, port)})`;
  return `${name(from, 'output')} → ${name(to, 'input')}`;
}

function lookDifferences(
  a: Document,
  b: Document,
  pairs: ReadonlyMap<string, string>,
  words: DocumentWords,
): string[] {
  const renamed = [...pairs].flatMap(([from, to]) => {
    const [was, is] = [words.titleOf(a, from), words.titleOf(b, to)];
    return was === is ? [] : [`${was} is called ${is}.`];
  });
  const moved = [...pairs].filter(
    ([from, to]) => !sameJson(a.nodes[from]?.position, b.nodes[to]?.position),
  ).length;
  return [
    ...(a.title !== b.title ? [`The pipeline is called “${b.title}” instead of “${a.title}”.`] : []),
    ...renamed,
    ...(a.description !== b.description ? ['Its description is another.'] : []),
    ...(moved === 1 ? ['1 node was moved.'] : moved > 1 ? [`${moved} nodes were moved.`] : []),
    ...(sameJson(a.frames, b.frames) && sameJson(a.notes, b.notes)
      ? []
      : ['Its frames or notes are others.']),
  ];
}
