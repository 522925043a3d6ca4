import type { LayerSimilarity } from '../run-view.ts';

const hundredths = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** CKA as it stands in a field: `0.87`, `−0.01`. */
export const formatSimilarity = (value: number): string => {
  const text = hundredths.format(Math.abs(value));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

/** One field of the heat map. */
export type SimilarityCell = {
  readonly row: string;
  readonly column: string;
  readonly value: number | null;
  /** Whether no layer of the teacher is more like this one of the student. */
  readonly best: boolean;
  /** 0 … 1: the square, as most layers are somewhat alike and those that are very much are looked for. */
  readonly shade: number;
  readonly label: string;
};

/** The fields by row: rows are layers of the teacher, columns layers of the student. */
export function similarityCells({
  rows,
  columns,
  values,
}: Pick<LayerSimilarity, 'rows' | 'columns' | 'values'>): readonly (readonly SimilarityCell[])[] {
  const highest = columns.map((_, at) =>
    Math.max(...values.map((line) => line[at] ?? Number.NEGATIVE_INFINITY)),
  );
  return rows.map((row, line) =>
    columns.map((column, at) => {
      const value = values[line]?.[at] ?? null;
      const label =
        value === null
          ? `${column} of the student and ${row} of the teacher: one of them says the same of every example`
          : `${column} of the student and ${row} of the teacher: ${formatSimilarity(value)}`;
      const best = value !== null && value === highest[at];
      return { row, column, value, best, shade: Math.max(0, value ?? 0) ** 2, label };
    }),
  );
}

/** Which pair of layers is most alike, leaving the answers out of it, which the loss makes alike. */
export function mostAlike(cells: readonly (readonly SimilarityCell[])[]): SimilarityCell | null {
  const inner = cells.slice(0, -1).flatMap((row) => row.slice(0, -1));
  const numbers = inner.filter((it) => it.value !== null);
  return numbers.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0] ?? null;
}
