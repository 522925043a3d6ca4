import type { FormField, Value } from './form-fields.ts';

/** A parameter's value as a card shows it, short and in the form's own words. */
export function describeValue(field: FormField, value: Value): string {
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' ? describeNumber(value) : shown(value);
    case 'choice':
      return field.options.find((it) => it.value === value)?.label ?? shown(value);
    case 'flag':
      return value === true ? 'on' : value === false ? 'off' : shown(value);
    case 'sizes':
      return Array.isArray(value) ? value.map(String).join(' · ') || 'none' : shown(value);
    case 'model-file':
      return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : 'none';
    case 'text':
      // Left empty means something of its own, which the field's help says.
      return String(value) || 'empty';
  }
}

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/** `60,000`, `0.003`, `1e-7`: as people write such numbers. */
export function describeNumber(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential().replace('e+', 'e');
  return grouped.format(value);
}

const shown = (value: Value): string => JSON.stringify(value) ?? 'nothing';

/** Counts too large to be read digit by digit: `61.7 k`, `2.3 M`. */
export function describeCount(count: number): string {
  if (count < 10_000) return grouped.format(count);
  for (const [size, letter] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (count >= size) return `${(count / size).toPrecision(3)} ${letter}`;
  return String(count);
}
