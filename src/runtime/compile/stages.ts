import { ProblemError } from '../../pipeline/problem.ts';
import { reached } from '../../pipeline/reached.ts';
import type { StageDraft } from '../../plan/builder.ts';
import type { Operation } from '../../plan/operation.ts';
import {
  EXAMPLES,
  INPUTS,
  LABELS,
  type NetworkRole,
  type Part,
  type Perturbed,
  type Source,
  type Stage,
  TARGETS,
  type Tap,
  type Term,
  type WeightRow,
} from '../../plan/plan.ts';

export type DraftTap = Tap & { readonly frozen: boolean };
export type DraftTerm = Omit<Term, 'op'> & {
  readonly op: Pick<
    Operation,
    'name' | 'gradient' | 'stopped' | 'either' | 'optional' | 'leastBatch' | 'inputs' | 'output'
  >;
};

/** A row of weights; frozen where no gradient may reach them. */
export type DraftRow = WeightRow & { readonly frozen: boolean };

/** What a draft is computed from, by id. */
type Computing = {
  readonly taps: ReadonlyMap<string, DraftTap>;
  readonly terms: ReadonlyMap<string, DraftTerm>;
  readonly perturbed: ReadonlyMap<string, Perturbed>;
};

type Known = Computing & {
  readonly rows: ReadonlyMap<string, DraftRow>;
  readonly sources: readonly Source[];
  readonly roleOf: (network: string) => NetworkRole;
};

/** What a term may take of a batch itself, as the plan names it. */
const OF_BATCH = { labels: LABELS, inputs: INPUTS, targets: TARGETS, examples: EXAMPLES } as const;
type OfBatch = keyof typeof OF_BATCH;

/** A draft's reference to a part of the batch of one source. */
export const batchRef = (part: OfBatch, source: string): string => `${part}:${source}`;

/** The two halves of such a reference; null for any other. */
function partOf(ref: string): { readonly name: string; readonly source: string } | null {
  const [part = '', source] = ref.split(':');
  return source === undefined ? null : { name: OF_BATCH[part as OfBatch], source };
}

/**
 * Cuts the part of the graph that one total needs into a stage: its taps and terms in order, the one source
 * that they read, and the networks that a gradient reaches.
 *
 * Refuses what would train nothing, train a teacher, mix two data sets, or ask for more than the data has.
 */
export function stageOf(id: string, draft: StageDraft, { rows, sources, roleOf, ...graph }: Known): Stage {
  const { taps, terms } = graph;
  const all = reachedFrom(draft.total, graph);
  const used = [...taps.values()].filter((it) => all.has(it.id));
  const weights = [...rows.values()].filter((it) => all.has(it.id));
  const ordered = [...terms.values()].filter((it) => all.has(it.id));
  const perturbed = [...graph.perturbed.values()].filter((it) => all.has(it.id));
  const read = [...all].flatMap((it) => partOf(it)?.source ?? []);
  if (used.length === 0)
    throw new ProblemError({
      code: 'nothing-trained',
      port: 'loss',
      message: 'This loss looks at weights alone, and at no data.',
      fix: 'Add it to a loss of the labels or of a teacher by a weighted sum.',
    });
  const source = oneSource([...used.map((it) => it.source), ...read], sources);
  const learning = [...new Set([...used, ...weights].filter((it) => !it.frozen).map((it) => it.network))];
  const train = learning.filter((it) => roleOf(it) !== 'projector');
  if (train.length === 0)
    throw new ProblemError({
      code: 'nothing-trained',
      port: 'loss',
      message: 'No gradient of this loss reaches a student.',
      fix: "Wire a student's logits into the loss.",
    });
  const both = [...used, ...weights].find((it) => it.frozen && learning.includes(it.network));
  if (both)
    throw new ProblemError({
      code: 'student-is-teacher',
      port: 'loss',
      message: 'The student of this loss is its own teacher.',
      fix: 'Use two networks.',
    });
  checkGradients(ordered, [...used, ...weights], graph);
  if (draft.batch > source.counts.train)
    throw new ProblemError({
      code: 'batch-larger-than-data',
      param: 'batch',
      message: 'A batch cannot hold more examples than the training part.',
      found: String(draft.batch),
      allowed: `1 … ${source.counts.train}`,
      fix: 'Lower the batch or use more training examples.',
    });
  const least = Math.max(...ordered.map((it) => it.op.leastBatch ?? 1));
  if (draft.batch < least)
    throw new ProblemError({
      code: 'batch-small',
      param: 'batch',
      message: `This loss compares examples with each other and needs ${least} of them in a batch.`,
      found: String(draft.batch),
      allowed: `${least} or more`,
      fix: 'Raise the batch.',
    });
  return {
    id,
    epochs: draft.epochs,
    batch: draft.batch,
    steps: draft.epochs * Math.ceil(source.counts.train / draft.batch),
    seed: draft.seed,
    read: source.id,
    train,
    projectors: learning.filter((it) => !train.includes(it)),
    taps: used.map(({ frozen: _, ...tap }) => ({ ...tap, on: partOf(tap.on)?.name ?? tap.on })),
    terms: ordered.map((term) => ({ ...term, op: term.op.name, in: named(term.in) })),
    total: draft.total,
    optimizer: draft.optimizer,
    clip: draft.clip,
    evaluate: evaluatedPart(source),
    baselineOf: null,
    cache: null,
    balance: null,
    ...(weights.length > 0 && { weights: weights.map(({ frozen: _, ...row }) => row) }),
    ...(perturbed.length > 0 && { perturbed: perturbed.map((it) => ({ ...it, in: named(it.in) })) }),
  };
}

/** What a term takes, by role, as the plan names it. */
const named = (inputs: Term['in']): Term['in'] =>
  Object.fromEntries(Object.entries(inputs).map(([role, ref]) => [role, partOf(ref)?.name ?? ref]));

function evaluatedPart({ counts }: Source): Part {
  if (counts.validation > 0) return 'validation';
  return counts.test > 0 ? 'test' : 'train';
}

/** A reference and all that it is computed from. */
const reachedFrom = (ref: string, graph: Computing): Set<string> =>
  reached([ref], (at) => [
    ...Object.values((graph.terms.get(at) ?? graph.perturbed.get(at))?.in ?? {}),
    ...(graph.taps.get(at) ? [graph.taps.get(at)?.on as string] : []),
  ]);

/** A reference and all that a gradient of it goes through: not what an op stops, and no perturbed images. */
const gradientFrom = (ref: string, { taps, terms }: Computing): Set<string> =>
  reached([ref], (at) => {
    const term = terms.get(at);
    const through = Object.entries(term?.in ?? {}).filter(([role]) => !term?.op.stopped?.includes(role));
    return [...through.map(([, it]) => it), ...(taps.get(at) ? [taps.get(at)?.on as string] : [])];
  });

function oneSource(ids: readonly string[], sources: readonly Source[]): Source {
  const [first, ...others] = [...new Set(ids)].map((id) => sources.find((it) => it.id === id) as Source);
  if (first !== undefined && others.length === 0) return first;
  throw new ProblemError({
    code: 'two-sources',
    port: 'loss',
    message:
      'Student, teacher and labels of this loss read different data, so their rows do not belong together.',
    found: [first, ...others].map((it) => it?.set ?? 'nothing').join(', '),
    allowed: 'one data set with one transform',
    fix: 'Wire the same data wire into all of them.',
  });
}

/** Every role that must learn is reached by a network that is trained, and every other role is not. */
function checkGradients(
  ordered: readonly DraftTerm[],
  used: readonly (DraftTap | DraftRow)[],
  graph: Computing,
): void {
  const live = new Set(used.filter((it) => !it.frozen).map((it) => it.id));
  const learns = (ref: string): boolean => [...gradientFrom(ref, graph)].some((it) => live.has(it));
  for (const term of ordered)
    for (const [role, ref] of Object.entries(term.in)) {
      if (term.op.either?.includes(role)) continue;
      const wanted = term.op.gradient.includes(role);
      if (wanted && !term.op.optional?.includes(role) && !learns(ref))
        throw new ProblemError({
          code: 'student-frozen',
          port: 'loss',
          message: `${role} of ${term.op.name} must come from a network that is being trained, and it is frozen.`,
          fix: 'Are teacher and student swapped?',
        });
      if (!wanted && !term.op.stopped?.includes(role) && learns(ref))
        throw new ProblemError({
          code: 'teacher-trained',
          port: 'loss',
          message: `${role} of ${term.op.name} must be frozen, and a gradient would reach it.`,
          fix: 'Are teacher and student swapped?',
        });
    }
}
