import { isLive } from '../runs/run-state.ts';
import { stateWord } from '../runs/run-words.ts';
import { type Entry, measuredOf } from './entry.ts';
import { type ParamCell, paramCells } from './param-cells.ts';
import type { Cell, Unit } from './quantity.ts';

/** One column of the table of runs, wherever its figures are told: table, filter, plots, CSV and report. */
export type Column = {
  readonly key: string;
  readonly title: string;
  /** The node that a parameter is of. */
  readonly of?: string;
  /** What a parameter's number is counted in. */
  readonly counted?: string;
  readonly help: string;
  readonly kind: 'run' | 'result' | 'parameter';
  readonly unit: Unit;
  /** By which a condition names it; as `plainName` makes them. */
  readonly names: readonly string[];
  readonly cell: (entry: Entry) => Cell;
  /** Where a run has several values: a condition holds where it holds for one of them. */
  readonly all?: (entry: Entry) => readonly string[];
  /** Which end is the good one, where there is one. */
  readonly better?: 'more' | 'less';
};

/** Names are compared without case, spaces, hyphens and the like: `learning-rate` is `Learning rate`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, '');

const column = (
  key: string,
  title: string,
  kind: Column['kind'],
  unit: Unit,
  help: string,
  cell: Column['cell'],
  more: { readonly names?: readonly string[] } & Partial<Pick<Column, 'all' | 'better'>> = {},
): Column => ({
  ...{ key, title, kind, unit, help, cell },
  ...more,
  names: [...new Set([key, title, ...(more.names ?? [])].map(plainName))],
});

const RUN_COLUMNS: readonly Column[] = [
  column('name', 'Name', 'run', 'text', 'What the run is called.', ({ summary }) => summary.title, {
    names: ['run', 'title'],
  }),
  column('state', 'State', 'run', 'text', 'How the run stands.', ({ summary }) => stateWord(summary.status), {
    names: ['status'],
  }),
  column('when', 'Started', 'run', 'date', 'When the run was made.', ({ summary }) => summary.created, {
    names: ['created', 'date'],
  }),
  column(
    'tags',
    'Tags',
    'run',
    'text',
    'Your own words for the run.',
    ({ summary }) => (summary.tags.length > 0 ? summary.tags.join(', ') : null),
    { names: ['tag'], all: ({ summary }) => summary.tags },
  ),
  column(
    'document',
    'Pipeline',
    'run',
    'text',
    'The title of the pipeline, as it was when the run was made.',
    ({ facts }) => facts?.document || null,
    { names: ['template'] },
  ),
  column(
    'duration',
    'Time',
    'run',
    'milliseconds',
    'How long the run took, pauses included.',
    ({ summary, facts }) =>
      facts && facts.milliseconds > 0 && !isLive(summary.status) ? facts.milliseconds : null,
    { better: 'less' },
  ),
];

const RESULT_COLUMNS: readonly Column[] = [
  column(
    'accuracy',
    'Accuracy',
    'result',
    'share',
    'Of the student, as its Evaluation measured it at the end.',
    ({ summary }) => summary.accuracy,
    { names: ['student', 'student accuracy'], better: 'more' },
  ),
  column(
    'teacher',
    'Teacher',
    'result',
    'share',
    'Accuracy of the teacher, measured in the same way.',
    (it) => measuredOf(it).teacher?.accuracy ?? null,
    { names: ['teacher accuracy'], better: 'more' },
  ),
  column(
    'alone',
    'Alone',
    'result',
    'share',
    'Accuracy of the same student, trained without a teacher.',
    (it) => measuredOf(it).alone?.accuracy ?? null,
    { names: ['student alone', 'baseline'], better: 'more' },
  ),
  column(
    'gain',
    'Gain',
    'result',
    'points',
    'What the teacher brought: accuracy of the student above that of the student alone, in points.',
    (it) => {
      const { student, alone } = measuredOf(it);
      return student && alone ? student.accuracy - alone.accuracy : null;
    },
    { better: 'more' },
  ),
  column(
    'agreement',
    'Agreement',
    'result',
    'share',
    'Share of examples on which student and teacher say the same.',
    (it) => measuredOf(it).student?.agreement ?? null,
    { better: 'more' },
  ),
  column(
    'attacked',
    'Under attack',
    'result',
    'share',
    'Accuracy of the student on images that were moved so that it errs.',
    (it) => measuredOf(it).student?.attacked ?? null,
    { names: ['robust accuracy'], better: 'more' },
  ),
  column(
    'loss',
    'Loss',
    'result',
    'loss',
    'Mean cross-entropy of the student’s answers, in nats.',
    (it) => measuredOf(it).student?.loss ?? null,
    { names: ['cross entropy'], better: 'less' },
  ),
  column(
    'parameters',
    'Parameters',
    'result',
    'count',
    'Numbers that the student has learned.',
    (it) => measuredOf(it).student?.parameters ?? null,
    { names: ['size of the student'], better: 'less' },
  ),
  column(
    'size',
    'On disk',
    'result',
    'bytes',
    'Size of the student’s saved model.',
    (it) => measuredOf(it).student?.bytes ?? null,
    { names: ['bytes'], better: 'less' },
  ),
  column(
    'latency',
    'Time per example',
    'result',
    'microseconds',
    'Forward pass of the student, by the example. Other work on the machine lengthens it.',
    (it) => measuredOf(it).student?.microsecondsPerImage ?? null,
    { names: ['speed'], better: 'less' },
  ),
];

/** The columns that tell what a run is: the ones that a table begins with, and those that come last. */
export const runColumns = {
  first: RUN_COLUMNS.filter(({ key }) => key === 'name' || key === 'state'),
  last: RUN_COLUMNS.filter(({ key }) => key !== 'name' && key !== 'state'),
};

/** What was measured in at least one of these runs. */
export const resultColumns = (entries: readonly Entry[]): readonly Column[] =>
  RESULT_COLUMNS.filter((it) => it.key === 'accuracy' || entries.some((entry) => it.cell(entry) !== null));

/** All parameters of these runs, in the order of the first run that has them. */
export function parameterColumns(entries: readonly Pick<Entry, 'facts'>[]): readonly Column[] {
  const found = new Map<string, ParamCell>();
  for (const { facts } of entries)
    if (facts !== null) for (const [key, it] of paramCells(facts)) if (!found.has(key)) found.set(key, it);
  const places = new Map<string, number>();
  const place = ({ nodeTitle, title }: ParamCell): string => `${nodeTitle}\n${title}`;
  for (const it of found.values()) places.set(place(it), (places.get(place(it)) ?? 0) + 1);
  return [...found.values()].map(
    (it): Column => ({
      key: it.key,
      title: it.title,
      // Nodes that are called alike are told apart by their ids.
      of: (places.get(place(it)) ?? 0) > 1 ? `${it.nodeTitle} (${it.node})` : it.nodeTitle,
      ...(it.unit !== undefined && { counted: it.unit }),
      help: it.help,
      kind: 'parameter',
      unit: 'number',
      names: [
        ...new Set(
          [it.param, it.title, `${it.node}.${it.param}`, `${it.nodeTitle}.${it.title}`].map(plainName),
        ),
      ],
      cell: ({ facts }) => (facts === null ? null : (paramCells(facts).get(it.key)?.cell ?? null)),
    }),
  );
}

/** Those of which at least two of these runs have values that differ. What a run lacks differs from nothing. */
export function differing(columns: readonly Column[], entries: readonly Entry[]): readonly Column[] {
  return columns.filter((column) => {
    let first: Cell = null;
    for (const entry of entries) {
      const cell = column.cell(entry);
      if (cell === null) continue;
      if (first === null) first = cell;
      else if (cell !== first) return true;
    }
    return false;
  });
}
