import { z } from 'zod';
import type { Document, DocumentNode, Subgraph } from '../pipeline/document.ts';
import { subgraphPorts } from '../pipeline/subgraph/fold.ts';
import { standsFor } from '../pipeline/subgraph/subgraph.ts';
import type { Category, NodeDefinition } from './define.ts';
import { choiceTitles, paramMeta } from './params.ts';

type Definitions = ReadonlyMap<string, NodeDefinition>;

/**
 * What is known of the nodes that stand for a subgraph, as of any other kind of node: the ports that it shows, and the
 * parameters that each such node may set for itself, with what stands within as their defaults.
 */
export function subgraphDefinition(
  type: string,
  subgraph: Subgraph,
  document: Document,
  definitions: Definitions,
): NodeDefinition {
  const nodes = Object.values(subgraph.nodes);
  const params = z.strictObject(shownParams(subgraph, document, definitions));
  return Object.freeze({
    ...subgraphPorts(type, subgraph, document, definitions),
    params,
    category: categoryOf(subgraph, definitions),
    summary: `${nodes.length === 1 ? 'One node' : `${nodes.length} nodes`} of this pipeline in one.`,
    source: 'This pipeline',
    help: 'A part of this pipeline that stands as one node. Unpack it to see what it holds.',
    keywords: [],
    presets: [],
    choices: (param: string) => choiceTitles(params, param),
    lower: () => {
      throw new Error('A subgraph is taken apart before anything is lowered.');
    },
  });
}

/** That of the node which gives its first output, or of its first one. */
function categoryOf({ nodes, outputs }: Subgraph, definitions: Definitions): Category {
  const [first] = Object.values(outputs);
  const node = first ? nodes[first.from.node] : Object.values(nodes)[0];
  return definitions.get(node?.type ?? '')?.category ?? 'model';
}

function shownParams(
  subgraph: Subgraph,
  document: Document,
  definitions: Definitions,
): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(subgraph.params).flatMap(([name, { node: id, param }]) => {
      const node = Object.hasOwn(subgraph.nodes, id) ? subgraph.nodes[id] : undefined;
      const schema = node && paramSchema(node, param, document, definitions);
      return schema ? [[name, schema] as const] : [];
    }),
  );
}

/** A parameter of a node within, with its value there as the default. */
function paramSchema(
  node: DocumentNode,
  param: string,
  document: Document,
  definitions: Definitions,
): z.ZodType | undefined {
  // Of a subgraph within a subgraph nothing is shown: its own nodes may set it there.
  if (standsFor(document, node.type)) return undefined;
  const { params } = definitions.get(node.type) ?? {};
  const schema: unknown = params instanceof z.ZodObject ? params.shape[param] : undefined;
  if (!(schema instanceof z.ZodDefault)) return undefined;
  const inner = schema.unwrap() as z.ZodType;
  const given = inner.safeParse(node.params[param]);
  const own = inner.default((given.success ? given.data : schema.parse(undefined)) as never);
  const { when: _, ...meta } = paramMeta.get(schema) ?? { title: param, help: '' };
  paramMeta.add(own, meta);
  return own;
}
