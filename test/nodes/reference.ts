/** Float64 arithmetic on plain arrays: a second, independent way to each number. */
export type Rows = readonly (readonly number[])[];

export function logSoftmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const total = Math.log(row.reduce((sum, it) => sum + Math.exp(it - top), 0)) + top;
  return row.map((it) => it - total);
}

export const softmax = (row: readonly number[]): number[] => logSoftmax(row).map(Math.exp);

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / values.length;
