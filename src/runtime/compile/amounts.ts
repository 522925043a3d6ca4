/** Amounts as the notes of a plan write them. */

const UNITS = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const;

export const count = (value: number): string => value.toLocaleString('en-US');

export const many = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? '' : 's'}`;

/** `55 MB`, by powers of a thousand as files are sold. */
export function bytes(value: number): string {
  const [unit, size] = UNITS.find(([, it]) => value >= it) ?? UNITS[2];
  return (value / size).toLocaleString('en-US', { style: 'unit', unit, maximumSignificantDigits: 3 });
}

/** A share 0 … 1 in whole per cent. */
export function percent(share: number): string {
  const whole = Math.round(100 * share);
  if (whole === 0) return 'less than 1 %';
  return whole === 100 ? 'more than 99 %' : `${whole} %`;
}
