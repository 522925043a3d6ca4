import { paramsSchema } from '../src/nodes/params.ts';
import type { Document } from '../src/pipeline/document.ts';
import { type Problem, ProblemError } from '../src/pipeline/problem.ts';
import { type Trial, trialsOf } from '../src/pipeline/sweep/expand.ts';
import type { PlainSweep, Swept as SweptParam } from '../src/pipeline/sweep/sweep.ts';
import { formatDocument } from '../src/pipeline/text.ts';
import { definitions } from '../src/runtime/compile/compile.ts';
import { type CompiledText, compileText } from './compile-text.ts';
import type { PickedModels } from './picked-models.ts';

/** One run of a sweep, ready to be made. */
export type SweepRun = {
  readonly title: string;
  readonly compiled: Extract<CompiledText, { ok: true }>;
};

/** What was asked for: a document, where its file lies, and what is gone through. */
export type Swept = {
  readonly document: Document;
  /** Of the document's file; undefined where it was never saved. */
  readonly path: string | undefined;
  readonly params: readonly SweptParam[];
};

export type Compiled = { readonly runs: readonly SweepRun[] } | { readonly problems: readonly Problem[] };

/** The runs of a grid or of random draws. */
export const sweepRuns = (swept: Swept, sweep: PlainSweep, models: PickedModels): Promise<Compiled> =>
  refusing(() => compileTrials(swept, trialsOf(swept.document, sweep), '', models));

/** What cannot be laid out is told as what does not compile is. */
export async function refusing<T extends object>(
  work: () => Promise<T>,
): Promise<T | { readonly problems: readonly Problem[] }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) return { problems: [error.problem] };
    throw error;
  }
}

/**
 * Compiles all runs before the first is made: a value that does not compile leaves no half of a sweep in the queue.
 * Problems name the setting that they belong to.
 *
 * @param more of the run's title, after its setting
 */
export async function compileTrials(
  { document: drawn, path, params }: Swept,
  trials: readonly Trial[],
  more: string,
  models: PickedModels,
): Promise<Compiled> {
  const runs: SweepRun[] = [];
  for (const { document, setting } of trials) {
    const words = params.map((it, at) => `${nameOf(drawn, it)} ${shown(setting[at])}`).join(', ');
    const compiled = await compileText(formatDocument(document), path, models);
    if (!compiled.ok)
      return {
        problems: compiled.problems.map((it) => ({ ...it, message: `With ${words}: ${it.message}` })),
      };
    // What tells it from the others comes first: long names are cut at their end.
    runs.push({ title: `${words}${more} · ${drawn.title.trim() || 'Untitled'}`.slice(0, 200), compiled });
  }
  return { runs };
}

/** What the form calls a parameter. */
export function nameOf({ nodes }: Document, { node, param }: Pick<SweptParam, 'node' | 'param'>): string {
  const definition = definitions.get(nodes[node]?.type ?? '');
  const field = definition && paramsSchema(definition.params).properties?.[param];
  return (typeof field === 'object' && field.title) || param;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const two = (value: number): string => String(value).padStart(2, '0');

/** `sweep 11-29 18.40.07`: what its runs have in common, and what tells them from those of another. */
export const sweepTag = (at: Date): string =>
  `sweep ${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
