import { type ExampleWord, exampleWord } from '../../../src/plan/example-word.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { definitions } from '../../catalogue.ts';
import { formatCount } from '../format.ts';

/** What the classes, and the examples of a class, are called. */
export type ClassWords = {
  readonly example: ExampleWord;
  readonly nameOf: (at: number) => string;
};

const BY_NUMBER: ClassWords = { example: 'image', nameOf: String };

/** The words of the data that an evaluation was measured on. */
export function classWords(plan: Plan, output: string): ClassWords {
  const asked = plan.outputs.find((it) => it.id === output);
  return sourceWords(plan, asked?.kind === 'evaluation' ? asked.source : null);
}

/** The words of a source of a plan. */
export function sourceWords(plan: Plan, id: string | null): ClassWords {
  const source = plan.data.find((it) => it.id === id);
  const names = definitions.get(`data.${source?.set}`)?.classNames;
  return {
    example: exampleWord({ data: source ? [source] : [] }),
    nameOf: (at) => names?.[at] ?? String(at),
  };
}

/** Rows are true classes, columns what the network said. */
export type Confusion = readonly (readonly number[])[];

/** One field of the matrix, ready to be drawn. */
export type ConfusionCell = {
  readonly truth: number;
  readonly said: number;
  readonly count: number;
  readonly right: boolean;
  /** 0 … 1: how strongly it is coloured. */
  readonly shade: number;
  /** The field in a sentence. */
  readonly label: string;
};

/**
 * The fields by row. What is right is shaded by its share of its class. Mistakes are few beside it, so that they are
 * shaded among themselves, by the root, which keeps the rare ones apart from none.
 */
export function confusionCells(
  confusion: Confusion,
  { example, nameOf }: ClassWords = BY_NUMBER,
): readonly (readonly ConfusionCell[])[] {
  const labelOf = (truth: number, said: number, count: number, all: number): string => {
    const part = all === 0 ? '' : ` (${share.format((count / all) * 100)} %)`;
    const of = `${formatCount(count)} of ${formatCount(all)} ${example}s of class ${nameOf(truth)}${part}`;
    return truth === said ? `Named rightly: ${of}` : `Taken for ${nameOf(said)}: ${of}`;
  };
  const most = Math.max(1, ...confusion.flatMap((row, truth) => row.filter((_, said) => said !== truth)));
  return confusion.map((row, truth) => {
    const all = row.reduce((sum, it) => sum + it, 0);
    return row.map((count, said) => {
      const right = truth === said;
      const shareOf = all === 0 ? 0 : count / all;
      return {
        truth,
        said,
        count,
        right,
        shade: right ? shareOf : Math.sqrt(count / most),
        label: labelOf(truth, said, count, all),
      };
    });
  });
}

const share = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** The most frequent mistakes, the worst first. */
export function worstMistakes(confusion: Confusion, limit: number): readonly ConfusionCell[] {
  return confusionCells(confusion)
    .flat()
    .filter((it) => !it.right && it.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, limit);
}
