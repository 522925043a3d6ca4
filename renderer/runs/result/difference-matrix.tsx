import { useMemo } from 'react';
import type { ClassWords, Confusion } from './confusion.ts';
import { differenceCells, signed, worstLoss } from './confusion-difference.ts';
import { type HeatCell, HeatGrid } from './heat-grid.tsx';

type DifferenceMatrixProps = {
  /** Whose answers are compared, and with whose. */
  readonly title: string;
  readonly teacherTitle: string;
  readonly teacher: Confusion;
  readonly student: Confusion;
  readonly words: ClassWords;
};

/** What a student takes for what more often than its teacher, and what less often. */
export function DifferenceMatrix({ title, teacherTitle, teacher, student, words }: DifferenceMatrixProps) {
  const { nameOf } = words;
  const names = student.map((_, at) => nameOf(at));
  const found = useMemo(() => differenceCells(teacher, student, words), [teacher, student, words]);
  const cells = found.map((row) =>
    row.map(
      ({ truth, said, difference, shade, label }): HeatCell => ({
        text: difference === 0 ? '' : signed(difference),
        tone: difference > 0 ? 'more' : 'fewer',
        shade,
        strong: truth === said,
        reading: label,
        label,
      }),
    ),
  );
  const worst = worstLoss(found);
  return (
    <HeatGrid
      label={`Confusion matrix of ${title} less that of ${teacherTitle}: rows are true classes, columns what they said`}
      rows={names}
      columns={names}
      cells={cells}
      named={names.some((name, at) => name !== String(at))}
      summary={
        worst
          ? `Falls behind its teacher most where it takes ${nameOf(worst.truth)} for ${nameOf(worst.said)} (${signed(worst.difference)}).`
          : 'Makes no mistake more often than its teacher.'
      }
    />
  );
}
