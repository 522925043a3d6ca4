import { titleOf } from '../../src/pipeline/check.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { hyperband, totalBudget } from '../../src/pipeline/sweep/hyperband.ts';
import { readRange } from '../../src/pipeline/sweep/range-text.ts';
import type { HyperbandSweep, ParamRange, PlainSweep, Swept } from '../../src/pipeline/sweep/sweep.ts';
import { gridCount } from '../../src/pipeline/sweep/values.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { describeNumber, describeValue } from '../inspector/describe-value.ts';
import { type FormField, fieldValue, formFields, shownFields } from '../inspector/form-fields.ts';

/** A parameter that can go through several values. */
export type Sweepable = {
  /** `node.param` */
  readonly key: string;
  readonly node: string;
  readonly nodeTitle: string;
  readonly field: FormField;
  /** What it is now, in words. */
  readonly now: string;
};

/** One parameter as it stands in the dialog, with its values as they were typed. */
export type DraftRow = { readonly key: string; readonly text: string };

export type SweepDraft = {
  readonly rows: readonly DraftRow[];
  readonly search: 'grid' | 'random' | 'hyperband';
  /** Of random draws. */
  readonly trials: number;
  readonly seed: number;
  /** Of Hyperband: the parameter that says how long a training is, by key; the first that does where it is none. */
  readonly budget: string;
  readonly most: number;
  readonly least: number;
  /** One in so many goes on. */
  readonly factor: number;
};

const KINDS: ReadonlySet<FormField['kind']> = new Set(['number', 'choice', 'flag']);

/** Every parameter of a document that several values can be written for, in the order of its nodes and forms. */
export const sweepable = (document: Document): readonly Sweepable[] =>
  Object.entries(document.nodes).flatMap(([id, node]) => {
    const definition = definitionsIn(document).get(node.type);
    if (!definition || node.state !== undefined) return [];
    return shownFields(formFields(definition), node.params)
      .filter((it) => KINDS.has(it.kind))
      .map(
        (field): Sweepable => ({
          key: `${id}.${field.param}`,
          node: id,
          nodeTitle: titleOf(document, definitions, id),
          field,
          now: describeValue(field, fieldValue(field, node.params)),
        }),
      );
  });

/** What a row comes to: the values that its parameter goes through, or why it goes through none. */
export type ReadRow = { readonly swept: Swept } | { readonly problem: string };

export function readRow({ key, text }: DraftRow, among: readonly Sweepable[]): ReadRow {
  const found = among.find((it) => it.key === key);
  if (!found) return { problem: 'Choose a parameter.' };
  const { node, field } = found;
  if (text.trim() === '') return { problem: exampleOf(field) };
  const read = readRange(text, field.kind === 'number' && field.whole);
  if (!read.ok) return { problem: read.problem.message };
  const named = field.kind === 'choice' ? valuesByName(field, read.value) : read.value;
  const problem = unfit(field, named);
  return problem === undefined ? { swept: { node, param: field.param, range: named } } : { problem };
}

/** People write what the form calls a choice; the document has a word of its own for it. */
function valuesByName(field: Extract<FormField, { kind: 'choice' }>, range: ParamRange): ParamRange {
  if (range.kind !== 'list') return range;
  const plain = (it: unknown): string => String(it).toLowerCase();
  return {
    kind: 'list',
    values: range.values.map(
      (it) =>
        field.options.find(({ value, label }) => [value, label].map(plain).includes(plain(it)))?.value ??
        String(it),
    ),
  };
}

function unfit(field: FormField, range: ParamRange): string | undefined {
  if (range.kind === 'range') {
    if (field.kind !== 'number') return exampleOf(field);
    return range.low < field.min || range.high > field.max ? limits(field) : undefined;
  }
  for (const value of range.values) {
    if (field.kind === 'number') {
      if (typeof value !== 'number') return `“${String(value)}” is no number.`;
      if (field.whole && !Number.isInteger(value)) return `${value} is no whole number.`;
      if (value < field.min || value > field.max) return limits(field);
    } else if (field.kind === 'flag') {
      if (typeof value !== 'boolean') return 'Write on, off.';
    } else if (field.kind === 'choice' && !field.options.some((it) => it.value === value))
      return `“${String(value)}” is none of ${field.options.map((it) => it.label).join(', ')}.`;
  }
  return undefined;
}

const limits = ({ min, max }: Extract<FormField, { kind: 'number' }>): string =>
  `It may be ${describeNumber(min)} to ${describeNumber(max)}.`;

/** What can be written for a parameter. */
export function exampleOf(field: FormField): string {
  if (field.kind === 'flag') return 'Write on, off.';
  if (field.kind === 'choice') return `Write some of ${field.options.map((it) => it.label).join(', ')}.`;
  if (field.kind === 'number' && field.log) return 'Write values, 0.001, 0.01, or a range, 0.001 … 0.1 log.';
  return 'Write values, 1, 2, 4, or a range, 1 … 10 in 4.';
}

/** The parameters that can say how long a training is: whole numbers, a trainer's epochs first. */
export function budgets(among: readonly Sweepable[], rows: readonly DraftRow[]): readonly Sweepable[] {
  const worth = ({ key, field }: Sweepable): number =>
    field.param !== 'epochs' ? 2 : /^(trainer|training)/.test(key) ? 0 : 1;
  return among
    .filter((it) => it.field.kind === 'number' && it.field.whole && !rows.some((row) => row.key === it.key))
    .toSorted((a, b) => worth(a) - worth(b));
}

/** What is queued for a draft. */
export type Wanted = {
  readonly sweep: PlainSweep | HyperbandSweep;
  /** That are queued at once. */
  readonly runs: number;
  /** Of Hyperband, whose rounds come one after the other: all of its runs, and their budget together. */
  readonly rounds?: {
    readonly count: number;
    readonly runs: number;
    readonly budget: number;
    /** What the budget is called. */
    readonly of: string;
  };
};

/** The sweep that a draft means; null while something in it is not right. */
export function sweepOf(draft: SweepDraft, among: readonly Sweepable[]): Wanted | null {
  const params: Swept[] = [];
  for (const row of draft.rows) {
    const read = readRow(row, among);
    if ('problem' in read) return null;
    params.push(read.swept);
  }
  if (params.length === 0 || new Set(draft.rows.map((it) => it.key)).size < params.length) return null;
  const { trials, seed } = draft;
  const grid = gridCount(params);
  if (draft.search === 'grid') return { sweep: { params, search: { kind: 'grid' } }, runs: grid };
  const lists = params.every((it) => it.range.kind === 'list');
  // Draws from lists come again; there are no more settings than the grid has.
  const distinct = (count: number): number => (lists ? Math.min(count, grid) : count);
  if (draft.search === 'random')
    return { sweep: { params, search: { kind: 'random', trials, seed } }, runs: distinct(trials) };
  return hyperbandOf(draft, params, among, distinct);
}

function hyperbandOf(
  { rows, budget: wished, most, least, factor, seed }: SweepDraft,
  params: Swept[],
  among: readonly Sweepable[],
  distinct: (count: number) => number,
): Wanted | null {
  const offered = budgets(among, rows);
  const budget = offered.find((it) => it.key === wished) ?? offered[0];
  if (!budget || least > most || budget.field.kind !== 'number' || most > budget.field.max) return null;
  const brackets = hyperband(most, least, factor);
  const rounds = brackets.flatMap((it) => it.rounds);
  return {
    sweep: {
      params,
      search: {
        ...{ kind: 'hyperband', most, least, factor, seed },
        budget: { node: budget.node, param: budget.field.param },
      },
    },
    runs: distinct(rounds[0]?.trials ?? 0),
    rounds: {
      count: rounds.length,
      runs: rounds.reduce((sum, it) => sum + it.trials, 0),
      budget: totalBudget(brackets),
      of: budget.field.title,
    },
  };
}
