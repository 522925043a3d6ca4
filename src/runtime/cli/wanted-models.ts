import type { NodeDefinition } from '../../nodes/define.ts';
import { ModelFile, paramsSchema } from '../../nodes/params.ts';
import type { Document } from '../../pipeline/document.ts';

/** The saved models that a document names, in whatever parameter holds one. */
export function wantedModels(
  document: Document,
  definitions: ReadonlyMap<string, NodeDefinition>,
): ModelFile[] {
  return Object.values(document.nodes).flatMap(({ type, params }) => {
    const definition = definitions.get(type);
    if (!definition) return [];
    const properties = Object.entries(paramsSchema(definition.params).properties ?? {});
    return properties.flatMap(([name, property]) => {
      const isFile = typeof property === 'object' && property.control === 'model-file';
      const parsed = isFile ? ModelFile.safeParse(params[name]) : undefined;
      return parsed?.success ? [parsed.data] : [];
    });
  });
}
