import type { NodeDefinition } from '../../nodes/define.ts';
import { ModelFile, paramsSchema } from '../../nodes/params.ts';
import type { Document } from '../../pipeline/document.ts';
import { subgraphOf } from '../../pipeline/subgraph/subgraph.ts';

/** The saved models that a document names, in whatever parameter holds one. */
export function wantedModels(
  document: Document,
  definitions: ReadonlyMap<string, NodeDefinition>,
): ModelFile[] {
  const records = [document.nodes, ...Object.values(document.subgraphs).map((it) => it.nodes)];
  return records
    .flatMap((it) => Object.values(it))
    .flatMap(({ type, params }) => {
      const definition = definitions.get(type);
      // What a node sets for the subgraph that it stands for may be one too.
      if (subgraphOf(type) !== undefined)
        return Object.values(params).flatMap((it) => ModelFile.safeParse(it).data ?? []);
      if (!definition) return [];
      const properties = Object.entries(paramsSchema(definition.params).properties ?? {});
      return properties.flatMap(([name, property]) => {
        const isFile = typeof property === 'object' && property.control === 'model-file';
        const parsed = isFile ? ModelFile.safeParse(params[name]) : undefined;
        return parsed?.success ? [parsed.data] : [];
      });
    });
}
