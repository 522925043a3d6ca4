import { dirname } from 'node:path';
import { type Document, LIMITS } from '../../pipeline/document.ts';
import { upgradeNodes } from '../../pipeline/migrate.ts';
import { type Problem, ProblemError } from '../../pipeline/problem.ts';
import { flattened } from '../../pipeline/subgraph/expand.ts';
import { parseDocument } from '../../pipeline/text.ts';
import type { Compiled } from '../../plan/plan.ts';
import { compile, definitions } from '../compile/compile.ts';
import { findModels } from '../find-models.ts';
import { places } from '../places.ts';
import { readText } from '../read-text.ts';
import type { EngineChoice } from './arguments.ts';
import { EVERY_TRAINER } from './arguments.ts';
import { applySettings } from './settings.ts';
import { wantedModels } from './wanted-models.ts';

export type Prepared = {
  readonly document: Document;
  readonly compiled: Compiled;
  /** Where the saved models lie that the plan names, by content. */
  readonly models: Readonly<Record<string, string>>;
  readonly warnings: readonly Problem[];
};

/** From a file's name and settings to a plan, or to all that stands in the way. */
export async function prepare(
  file: string,
  sets: readonly string[],
  engine: EngineChoice | undefined,
): Promise<{ ok: true; value: Prepared } | { ok: false; problems: readonly Problem[] }> {
  try {
    const { text } = await readText(file, LIMITS.bytes);
    const parsed = parseDocument(text);
    if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
    const upgraded = upgradeNodes(parsed.value, definitions).document;
    const all = engine === undefined ? sets : [...sets, `${EVERY_TRAINER}.engine=${engine}`];
    // Settings name nodes wherever they stand: a node that is made of several is taken apart for them.
    const set = all.length > 0 ? flattened(upgraded) : upgraded;
    const { document, picked } = await applySettings(set, definitions, all);
    const beside = await findModels([dirname(file), places().models], wantedModels(document, definitions));
    const headers = { ...beside.headers };
    const models = { ...beside.paths };
    for (const { path, header } of picked) {
      headers[header.sha256] = header;
      models[header.sha256] = path;
    }
    const result = compile(document, { models: headers });
    if (!result.ok) return result;
    return {
      ok: true,
      value: { document, compiled: result.value, models, warnings: result.warnings },
    };
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problems: [error.problem] };
    throw error;
  }
}
