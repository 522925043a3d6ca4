import { describeNumber } from './describe-value.ts';
import type { FormField, Value } from './form-fields.ts';
import type { Reading } from './reading.ts';

type SizesField = Extract<FormField, { kind: 'sizes' }>;

/** A list of sizes as its field shows it: `256, 128`. */
export const sizesText = (value: Value): string =>
  Array.isArray(value) ? value.map(String).join(', ') : (JSON.stringify(value) ?? '');

/** What a person typed as a list of sizes; commas, spaces, dots between them and crosses all divide. */
export function readSizes(text: string, { least, most, count }: SizesField): Reading<number[]> {
  const parts = text.split(/[\s,;·×]+/).filter(Boolean);
  const sizes = parts.map((it) => (/^\d+$/.test(it) ? Number(it) : Number.NaN));
  const fit = sizes.length <= count && sizes.every((it) => it >= least && it <= most);
  if (fit) return { ok: true, value: sizes };
  return { ok: false, allowed: allowedSizes({ least, most, count }) };
}

/** `Up to 8 whole numbers from 1 to 4,096, with commas between.` */
export const allowedSizes = ({ least, most, count }: Pick<SizesField, 'least' | 'most' | 'count'>): string =>
  `Up to ${count} whole numbers from ${describeNumber(least)} to ${describeNumber(most)}, with commas between.`;
