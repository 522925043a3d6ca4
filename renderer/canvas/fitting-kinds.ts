import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { definitions } from '../catalogue.ts';
import { checkedGraph } from '../stores/document.ts';
import type { QuickAdd } from '../stores/view.ts';
import { addInto, newcomerPort } from './newcomer.ts';

const all = [...definitions.values()];

/** What may be added where the search was opened: everything, or what fits to the end or into the wire given. */
export function fittingKinds(
  document: Document,
  { wire, into }: Pick<QuickAdd, 'wire' | 'into'>,
): readonly NodeDefinition[] {
  const checked = checkedGraph(document);
  if (wire) return all.filter((it) => newcomerPort(document, checked, wire, it) !== undefined);
  if (into !== undefined)
    return all.filter((it) => addInto(document, checked, into, it, { x: 0, y: 0 }) !== undefined);
  return all;
}
