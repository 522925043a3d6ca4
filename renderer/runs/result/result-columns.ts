import { type ExampleWord, oneExample } from '../../../src/plan/example-word.ts';
import {
  formatBytes,
  formatCount,
  formatMicroseconds,
  formatPercent,
  formatPoints,
  formatTimes,
  formatValue,
} from '../format.ts';
import type { ResultRow } from './result-rows.ts';

/** One figure of the result, wherever it is told: in the table, as Markdown, as CSV. */
export type ResultColumn = {
  readonly key: string;
  readonly title: string;
  /** What is measured, and how. */
  readonly help: string;
  /** Name and unit in a CSV file. */
  readonly csv: string;
  readonly value: (row: ResultRow) => number | null;
  readonly text: (value: number) => string;
  /** Against the teacher's; empty where it is neither more nor less. */
  readonly compare: ((value: number, teacher: number) => string) | null;
  /** What stands under the figure instead, where it is not measured against the teacher's. */
  readonly beside?: (row: ResultRow) => string;
  /** More of one figure, for who points at it. */
  readonly hint?: (row: ResultRow) => string;
  /** Why there is no value, where it is not simply unmeasured. */
  readonly missing?: (row: ResultRow) => string | null;
  /** Left out where no network has a value. */
  readonly optional?: true;
};

const columnsOf = (example: ExampleWord): readonly ResultColumn[] => [
  {
    key: 'accuracy',
    title: 'Accuracy',
    help: `Share of the ${example}s of the part that its Evaluation names which it names rightly.`,
    csv: 'accuracy',
    value: ({ evaluation }) => evaluation?.measured.accuracy ?? null,
    text: formatPercent,
    compare: (value, teacher) => {
      const points = formatPoints(value - teacher);
      return points === '0.00' ? 'as accurate' : `${points} points`;
    },
  },
  {
    key: 'bfloat16',
    title: 'In bfloat16',
    help: 'Accuracy of the same weights with products in bfloat16, as they were trained; all else is measured in float32. What training itself lost by it only a run in float32 can tell.',
    csv: 'accuracy_in_bfloat16',
    value: ({ evaluation }) => evaluation?.bfloat16?.accuracy ?? null,
    text: formatPercent,
    compare: null,
    beside: ({ evaluation }) => {
      if (!evaluation?.bfloat16) return '';
      const points = formatPoints(evaluation.bfloat16.accuracy - evaluation.measured.accuracy);
      return points === '0.00' ? 'as accurate' : `${points} points`;
    },
    hint: ({ evaluation }) =>
      evaluation?.bfloat16
        ? `It says the same as in float32 on ${formatPercent(evaluation.bfloat16.agreement)} of the ${example}s.`
        : '',
    missing: ({ evaluation }) => (evaluation ? 'It was not trained in bfloat16.' : null),
    optional: true,
  },
  {
    key: 'attacked',
    title: 'Under attack',
    help: 'Accuracy on the same images after each was moved, within the radius that its Evaluation names, so that this network errs: its robust accuracy.',
    csv: 'accuracy_under_attack',
    value: ({ evaluation }) => evaluation?.attacked?.accuracy ?? null,
    text: formatPercent,
    compare: null,
    beside: ({ evaluation }) =>
      evaluation?.attacked
        ? `by ${Number((255 * evaluation.attacked.radius).toFixed(2))} of 255 levels, ${evaluation.attacked.iterations === 1 ? '1 step' : `${evaluation.attacked.iterations} steps`}`
        : '',
    missing: ({ evaluation }) => (evaluation ? 'Its Evaluation asks for no attack.' : null),
    optional: true,
  },
  {
    key: 'loss',
    title: 'Loss',
    help: `Mean cross-entropy of its answers on the same ${example}s, in nats. Nought is certain and right.`,
    csv: 'cross_entropy_nats',
    value: ({ evaluation }) => evaluation?.measured.loss ?? null,
    text: formatValue,
    compare: null,
  },
  {
    key: 'agreement',
    title: 'Agreement',
    help: `Share of ${example}s on which it says the same as its teacher, right or wrong.`,
    csv: 'agreement_with_teacher',
    value: ({ agreement }) => agreement?.share ?? null,
    text: formatPercent,
    compare: null,
    beside: ({ agreement }) => (agreement ? `with ${agreement.with}` : ''),
    missing: ({ kind, evaluation }) => {
      if (evaluation === null) return null;
      return kind === 'teacher' ? 'It is the teacher.' : 'No teacher is wired into its Evaluation.';
    },
  },
  {
    key: 'parameters',
    title: 'Parameters',
    help: 'Numbers that were learned.',
    csv: 'parameters',
    value: ({ parameters }) => parameters,
    text: formatCount,
    compare: (value, teacher) => times(value, teacher, 'fewer', 'more'),
  },
  {
    key: 'pruned',
    title: 'Left when saved',
    help: 'Parameters of the saved model, from which the channels that its mask leaves out are gone. It answers the same.',
    csv: 'parameters_when_saved',
    value: ({ evaluation }) => evaluation?.pruned?.parameters ?? null,
    text: formatCount,
    compare: null,
    beside: ({ evaluation }) =>
      evaluation?.pruned
        ? `${formatPercent(1 - evaluation.pruned.parameters / evaluation.pruned.from.parameters)} fewer`
        : '',
    hint: ({ evaluation }) =>
      evaluation?.pruned
        ? `It multiplies and adds ${formatCount(evaluation.pruned.multiplyAdds)} times ${oneExample(example)} instead of ${formatCount(evaluation.pruned.from.multiplyAdds)}.`
        : '',
    missing: ({ evaluation }) => (evaluation ? 'None of its channels is masked.' : null),
    optional: true,
  },
  {
    key: 'bytes',
    title: 'On disk',
    help: 'Size of the saved model.',
    csv: 'bytes',
    value: ({ evaluation }) => evaluation?.bytes ?? null,
    text: formatBytes,
    compare: (value, teacher) => times(value, teacher, 'smaller', 'larger'),
  },
  {
    key: 'time',
    title: `Time ${oneExample(example)}`,
    help: `Forward pass over 256 ${example}s at once, median of several, divided by 256. Other work on this machine lengthens it.`,
    csv: 'microseconds_per_image',
    value: ({ evaluation }) => evaluation?.microsecondsPerImage ?? null,
    text: formatMicroseconds,
    // A busy machine makes the second digit of a measured time worth little.
    compare: (value, teacher) => about(times(value, teacher, 'faster', 'slower')),
  },
];

/** The columns of a table of these networks. */
export const resultColumns = (rows: readonly ResultRow[]): readonly ResultColumn[] =>
  columnsOf(rows[0]?.example ?? 'image').filter(
    ({ optional, value }) => !optional || rows.some((row) => value(row) !== null),
  );

/** `31× smaller`; the ratio is that of the larger to the less. */
export function times(value: number, teacher: number, less: string, more: string): string {
  if (!(value > 0) || !(teacher > 0)) return '';
  const text = formatTimes(Math.max(value / teacher, teacher / value));
  if (text === '1.0×') return 'the same';
  return `${text} ${value < teacher ? less : more}`;
}

export const about = (said: string): string => (/^\d/.test(said) ? `about ${said}` : said);

/** Of a student that was trained by layers before the last one alone, as with a hint. */
const SILENT = 'its last layer has not learned';

/** What a cell says: its figure, and how that stands to the teacher's; or why there is none. */
export type ResultCell =
  | { readonly text: string; readonly compared: string; readonly hint?: string }
  | { readonly missing: string };

export function resultCell(
  column: ResultColumn,
  row: ResultRow,
  reference: ResultRow | undefined,
): ResultCell {
  const value = column.value(row);
  if (value === null && column.key === 'accuracy' && row.soFar)
    return {
      text: column.text(row.soFar.accuracy),
      compared: row.silent ? SILENT : `after epoch ${row.soFar.epoch}`,
    };
  if (value === null) return { missing: column.missing?.(row) ?? row.missing };
  const text = column.text(value);
  if (row.silent && column.key === 'accuracy') return { text, compared: SILENT };
  if (column.beside)
    return { text, compared: column.beside(row), ...(column.hint && { hint: column.hint(row) }) };
  const teacher = reference && reference !== row ? column.value(reference) : null;
  return { text, compared: teacher === null ? '' : (column.compare?.(value, teacher) ?? '') };
}
