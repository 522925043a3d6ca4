/** Digits of a logit that are told: more than any bar shows, and short in a log. */
const DIGITS = 5;

/** Rows of logits as they stand in a record; null where a value is not finite. */
export const toldLogits = (values: ArrayLike<number>, classes: number): (number | null)[][] =>
  Array.from({ length: values.length / classes }, (_, row) =>
    Array.from({ length: classes }, (__, at) => toldLogit(values[row * classes + at] as number)),
  );

const toldLogit = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
