import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import * as edits from '../../src/pipeline/edits.ts';

export type Added = { readonly document: Document; readonly node: string };

/** A document with one more node, all of its parameters left to the definition's defaults. */
export function addNode(document: Document, definition: NodeDefinition, position: Position): Added {
  const node = edits.newId(document.nodes, edits.stemOf(definition.type));
  const { type, version } = definition;
  return { document: edits.addNode(document, node, { type, version, position, params: {} }), node };
}
