import { titleOf } from '../../pipeline/check.ts';
import { parseDocument } from '../../pipeline/text.ts';
import { definitions } from '../compile/compile.ts';
import type { RunFile } from '../run-file.ts';

/** The titles that stand on the canvas; ids where the run's document is not understood here. */
export function nodeTitles({ document }: Pick<RunFile, 'document'>): (node: string) => string {
  const parsed = parseDocument(JSON.stringify(document));
  return (node) => (parsed.ok && parsed.value.nodes[node] ? titleOf(parsed.value, definitions, node) : node);
}
