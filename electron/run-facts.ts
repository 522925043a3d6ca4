import { basename } from 'node:path';
import { upgradeNodes } from '../src/pipeline/migrate.ts';
import { flattened } from '../src/pipeline/subgraph/expand.ts';
import { parseDocument } from '../src/pipeline/text.ts';
import type { RunFacts } from '../src/plan/run-facts.ts';
import { definitions } from '../src/runtime/compile/compile.ts';
import { readFacts } from '../src/runtime/run-facts.ts';

/**
 * What the window compares of a run. Nodes are brought up to the definitions of today, so that a parameter means the same
 * in every run; of a document that can no longer be read there are none.
 */
export async function factsFor(folder: string): Promise<RunFacts | undefined> {
  const found = await readFacts(folder);
  if (!found) return undefined;
  const parsed = parseDocument(JSON.stringify(found.document));
  const document = parsed.ok ? flattened(upgradeNodes(parsed.value, definitions).document) : undefined;
  return {
    run: basename(folder),
    document: document?.title ?? '',
    nodes: Object.fromEntries(
      Object.entries(document?.nodes ?? {}).map(([id, { type, title, params, state }]) => [
        id,
        { type, params, ...(title !== undefined && { title }), ...(state !== undefined && { state }) },
      ]),
    ),
    measured: [...found.measured],
    milliseconds: found.milliseconds,
  };
}

/** The facts of many runs, a few read at a time; what cannot be read is left out. */
export async function factsForAll(folders: readonly string[]): Promise<RunFacts[]> {
  const found: (RunFacts | undefined)[] = new Array(folders.length).fill(undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < folders.length; at = next++) found[at] = await factsFor(folders[at] as string);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return found.filter((it) => it !== undefined);
}
