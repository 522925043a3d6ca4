import { readFileSync } from 'node:fs';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';
import { type Document, emptyDocument } from '../../../src/pipeline/document.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';

/** A document of real nodes (by id: type, or type and parameters) with wires (`from.port > to.port`). */
export function drawing(
  nodes: Readonly<
    Record<string, string | { type: string; params: Record<string, never[] | number | string> }>
  >,
  wires: readonly string[] = [],
): Document {
  const end = (text: string | undefined) => {
    const [node = '', port = ''] = text?.split('.') ?? [];
    return { node, port };
  };
  return {
    ...emptyDocument('Drawn'),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, it], at) => {
        const { type, params } = typeof it === 'string' ? { type: it, params: {} } : it;
        const version = catalogue.find((definition) => definition.type === type)?.version ?? 1;
        return [id, { type, version, position: { x: at * 300, y: 0 }, params }];
      }),
    ),
    wires: Object.fromEntries(
      wires.map((text, at) => {
        const [from, to] = text.split(' > ');
        return [`wire-${at}`, { from: end(from), to: end(to) }];
      }),
    ),
  };
}

/** The pipeline that a new window opens with. */
export function starter(): Document {
  const file = new URL('../../../templates/tempered-softmax-mnist.json', import.meta.url);
  const read = parseDocument(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}
