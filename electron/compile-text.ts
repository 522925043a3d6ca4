import { dirname } from 'node:path';
import { titleOf } from '../src/pipeline/check.ts';
import type { Document } from '../src/pipeline/document.ts';
import type { Problem } from '../src/pipeline/problem.ts';
import { parseDocument } from '../src/pipeline/text.ts';
import type { Compiled } from '../src/plan/plan.ts';
import { wantedModels } from '../src/runtime/cli/wanted-models.ts';
import { compile, definitions } from '../src/runtime/compile/compile.ts';
import type { PickedModels } from './picked-models.ts';

export type CompiledText =
  | {
      readonly ok: true;
      readonly document: Document;
      readonly compiled: Compiled;
      /** Where the saved models lie that the plan names. */
      readonly paths: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * From a document's text to the plan of its run, or to all that stands in the way.
 *
 * @param path of the document's file; undefined where it was never saved
 */
export async function compileText(
  text: string,
  path: string | undefined,
  models: PickedModels,
): Promise<CompiledText> {
  const parsed = parseDocument(text);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const document = parsed.value;
  const { headers, paths } = await models.find(
    wantedModels(document, definitions),
    path === undefined ? undefined : dirname(path),
  );
  const result = compile(document, { models: headers });
  return result.ok ? { ok: true, document, compiled: result.value, paths } : result;
}

/** What a plan's part is called on the canvas: the titles of the nodes that it came from. */
export function nameOf(document: Document, origin: Compiled['origin'], planId: string): string {
  const titles = (origin[planId] ?? []).flatMap((id) => {
    return document.nodes[id] ? [titleOf(document, definitions, id)] : [];
  });
  return titles.join(', ') || planId;
}
