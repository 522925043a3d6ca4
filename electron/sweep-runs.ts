import { paramsSchema } from '../src/nodes/params.ts';
import type { Document } from '../src/pipeline/document.ts';
import { type Problem, ProblemError } from '../src/pipeline/problem.ts';
import { trialsOf } from '../src/pipeline/sweep/expand.ts';
import type { PlainSweep, Swept } from '../src/pipeline/sweep/sweep.ts';
import { formatDocument, parseDocument } from '../src/pipeline/text.ts';
import { definitions } from '../src/runtime/compile/compile.ts';
import { type CompiledText, compileText } from './compile-text.ts';
import type { PickedModels } from './picked-models.ts';

/** One run of a sweep, ready to be made. */
export type SweepRun = {
  readonly title: string;
  readonly compiled: Extract<CompiledText, { ok: true }>;
};

/**
 * The runs of a sweep, all compiled before the first is made: a value that does not compile leaves no half of a sweep in
 * the queue. Problems name the setting that they belong to.
 *
 * @param path of the document's file; undefined where it was never saved
 */
export async function sweepRuns(
  text: string,
  path: string | undefined,
  sweep: PlainSweep,
  models: PickedModels,
): Promise<{ readonly runs: readonly SweepRun[] } | { readonly problems: readonly Problem[] }> {
  const parsed = parseDocument(text);
  if (!parsed.ok) return { problems: [parsed.problem] };
  const runs: SweepRun[] = [];
  try {
    for (const { document, setting } of trialsOf(parsed.value, sweep)) {
      const words = sweep.params.map((it, at) => `${nameOf(document, it)} ${shown(setting[at])}`).join(', ');
      const compiled = await compileText(formatDocument(document), path, models);
      if (!compiled.ok)
        return {
          problems: compiled.problems.map((it) => ({ ...it, message: `With ${words}: ${it.message}` })),
        };
      // What tells it from the others comes first: long names are cut at their end.
      runs.push({ title: `${words} · ${document.title.trim() || 'Untitled'}`.slice(0, 200), compiled });
    }
  } catch (error) {
    if (error instanceof ProblemError) return { problems: [error.problem] };
    throw error;
  }
  return { runs };
}

/** What the form calls a parameter. */
function nameOf({ nodes }: Document, { node, param }: Pick<Swept, 'node' | 'param'>): string {
  const definition = definitions.get(nodes[node]?.type ?? '');
  const field = definition && paramsSchema(definition.params).properties?.[param];
  return (typeof field === 'object' && field.title) || param;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const two = (value: number): string => String(value).padStart(2, '0');

/** `sweep 11-29 18.40.07`: what its runs have in common, and what tells them from those of another. */
export const sweepTag = (at: Date): string =>
  `sweep ${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
