import { useMemo } from 'react';
import { formatCount } from '../format.ts';
import { type ClassWords, type Confusion, confusionCells, worstMistakes } from './confusion.ts';
import { type HeatCell, HeatGrid } from './heat-grid.tsx';

type ConfusionMatrixProps = {
  /** Whose answers these are. */
  readonly title: string;
  readonly confusion: Confusion;
  readonly words: ClassWords;
};

/** Which class was taken for which. */
export function ConfusionMatrix({ title, confusion, words }: ConfusionMatrixProps) {
  const { nameOf } = words;
  const names = confusion.map((_, at) => nameOf(at));
  const cells = useMemo(
    () =>
      confusionCells(confusion, words).map((row) =>
        row.map(
          ({ truth, count, right, shade, label }): HeatCell => ({
            text: count === 0 ? '' : formatCount(count),
            tone: right ? 'right' : 'wrong',
            shade,
            strong: right,
            reading: label,
            label: `True class ${words.nameOf(truth)}. ${label}`,
          }),
        ),
      ),
    [confusion, words],
  );
  return (
    <HeatGrid
      label={`Confusion matrix of ${title}: rows are true classes, columns what it said`}
      rows={names}
      columns={names}
      cells={cells}
      named={names.some((name, at) => name !== String(at))}
      summary={worstWords(confusion, nameOf)}
    />
  );
}

function worstWords(confusion: Confusion, nameOf: ClassWords['nameOf']): string {
  const worst = worstMistakes(confusion, 2).map(
    ({ truth, said, count }) => `${nameOf(truth)} for ${nameOf(said)} (${formatCount(count)})`,
  );
  return worst.length === 0 ? 'No mistakes.' : `Most often took ${worst.join(' and ')}.`;
}
