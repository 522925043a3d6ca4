import { type Document, emptyDocument, type Wire } from '../../../src/pipeline/document.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';

export type Nodes = Readonly<Record<string, readonly [type: string, params?: Record<string, unknown>]>>;

const end = (text: string): Wire['from'] => {
  const dot = text.indexOf('.');
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
};

/** A document of these nodes and wires, each of which is written `student.logits > loss.student`. */
export function drawn(nodes: Nodes, wires: readonly string[]): Document {
  return {
    ...emptyDocument(),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, [type, params = {}]]) => [
        id,
        {
          type,
          version: definitions.get(type)?.version ?? 0,
          position: { x: 0, y: 0 },
          params: params as Document['nodes'][string]['params'],
        },
      ]),
    ),
    wires: Object.fromEntries(
      wires.map((it, at) => {
        const [from = '', to = ''] = it.split('>').map((side) => end(side.trim())) as [
          Wire['from'],
          Wire['to'],
        ];
        return [`wire-${at}`, { from, to } as Wire];
      }),
    ),
  };
}

/** The document with wires taken away by where they end (`loss.student`), and others added. */
export function rewired(
  document: Document,
  gone: readonly string[],
  added: readonly string[] = [],
): Document {
  const kept = Object.entries(document.wires).filter(([, { to }]) => !gone.includes(`${to.node}.${to.port}`));
  const more = Object.entries(drawn({}, added).wires).map(([id, it]) => [`added-${id}`, it] as const);
  return { ...document, wires: Object.fromEntries([...kept, ...more]) };
}
