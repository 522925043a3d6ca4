import { sameJson } from '../../src/pipeline/diff.ts';
import { setParam } from '../../src/pipeline/edits.ts';
import { definitionsIn } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { refuseParam } from './allowed-param.ts';
import type { FormField, Value } from './form-fields.ts';

/** Sets a parameter of a node; what equals the default is left out of the document, what the schema refuses is not set. */
export function writeParam(node: string, field: FormField, value: Value, gesture?: string): void {
  const { document } = useDocument.getState();
  const { nodes } = document;
  const definition = definitionsIn(document).get(nodes[node]?.type ?? '');
  if (!definition || refuseParam(definition, nodes[node]?.params ?? {}, field.param, value) !== undefined)
    return;
  const kept = sameJson(value, field.default) ? undefined : value;
  edit(
    `Set ${field.title.toLowerCase()}`,
    (it) => setParam(it, node, field.param, kept),
    gesture && `${gesture} ${node} ${field.param}`,
  );
}

export function resetParam(node: string, { param, title }: Pick<FormField, 'param' | 'title'>): void {
  edit(`Reset ${title.toLowerCase()}`, (document) => setParam(document, node, param, undefined));
}
