import { formatCount } from '../format.ts';
import type { ClassWords, Confusion } from './confusion.ts';

/** One field of the difference of two confusion matrices. */
export type DifferenceCell = {
  readonly truth: number;
  readonly said: number;
  /** The student's less the teacher's. */
  readonly difference: number;
  /** 0 … 1: how strongly it is coloured. */
  readonly shade: number;
  /** Whether the student does better in this field: more that is right, fewer that is wrong. Null where both do alike. */
  readonly better: boolean | null;
  /** The field in a sentence. */
  readonly label: string;
};

/** A whole number with its sign: `+12`, `−3`, `0`. */
export const signed = (value: number): string =>
  value === 0 ? '0' : `${value < 0 ? '−' : '+'}${formatCount(Math.abs(value))}`;

/** The fields by row; shaded by the root, which keeps small differences apart from none. */
export function differenceCells(
  teacher: Confusion,
  student: Confusion,
  { nameOf }: Pick<ClassWords, 'nameOf'>,
): readonly (readonly DifferenceCell[])[] {
  const apart = student.map((row, truth) => row.map((it, said) => it - (teacher[truth]?.[said] ?? 0)));
  const most = Math.max(1, ...apart.flat().map(Math.abs));
  return apart.map((row, truth) =>
    row.map((difference, said) => {
      const counts = `${formatCount(student[truth]?.[said] ?? 0)} by the student, ${formatCount(teacher[truth]?.[said] ?? 0)} by the teacher`;
      const label =
        truth === said
          ? `${nameOf(truth)} named rightly: ${counts}, difference ${signed(difference)}`
          : `${nameOf(truth)} taken for ${nameOf(said)}: ${counts}, difference ${signed(difference)}`;
      return {
        truth,
        said,
        difference,
        shade: Math.sqrt(Math.abs(difference) / most),
        better: difference === 0 ? null : (truth === said) === difference > 0,
        label,
      };
    }),
  );
}

/** The field where the student does worst beside its teacher; null where it does worse in none. */
export function worstLoss(cells: readonly (readonly DifferenceCell[])[]): DifferenceCell | null {
  const worse = cells.flat().filter((it) => it.better === false && it.truth !== it.said);
  return worse.toSorted((a, b) => b.difference - a.difference)[0] ?? null;
}
