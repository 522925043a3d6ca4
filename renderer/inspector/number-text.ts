import { describeNumber } from './describe-value.ts';
import type { FormField } from './form-fields.ts';
import type { Reading } from './reading.ts';

type NumberField = Extract<FormField, { kind: 'number' }>;

/** A number as its field shows it: all of its digits, none of them grouped, so that it can be typed over. */
export const numberText = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? '');

/**
 * What a person typed as a number. `0,5` and `0.5` are the same, as are `60,000`, `60 000` and `6e4`;
 * a comma with three digits behind it groups them.
 */
export function readNumber(text: string, field: NumberField): Reading<number> {
  const plain = text
    .replace(/[\s_\u00a0\u202f]/g, '')
    .replace(/\u2212/g, '-')
    .replace(/^\+/, '');
  const grouped = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain);
  const dotted = grouped ? plain.replaceAll(',', '') : plain.replace(',', '.');
  const value = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted) ? Number(dotted) : Number.NaN;
  const fits =
    Number.isFinite(value) &&
    (!field.whole || Number.isInteger(value)) &&
    value >= field.min &&
    value <= field.max;
  return fits ? { ok: true, value } : { ok: false, allowed: allowedNumbers(field) };
}

/** `β 0.25` beside a temperature of 4; nothing where the field's number has no inverse to show. */
export const inverseText = (value: number, { inverse }: NumberField): string | undefined =>
  inverse === undefined || value === 0
    ? undefined
    : `${inverse} ${describeNumber(Number((1 / value).toPrecision(3)))}`;

/** `A whole number from 1 to 10,000`. */
export function allowedNumbers({ whole, min, max, unit }: NumberField): string {
  const kind = whole ? 'A whole number' : 'A number';
  const behind = unit === undefined ? '' : ` ${unit}`;
  const low = Number.isFinite(min) && min > Number.MIN_SAFE_INTEGER;
  const high = Number.isFinite(max) && max < Number.MAX_SAFE_INTEGER;
  if (low && high) return `${kind} from ${describeNumber(min)} to ${describeNumber(max)}${behind}.`;
  if (low) return `${kind}, at least ${describeNumber(min)}${behind}.`;
  return high ? `${kind}, at most ${describeNumber(max)}${behind}.` : `${kind}.`;
}

/** How far one press goes: as the definition says, ten times as far, or a tenth of it. */
export type Stride = 'one' | 'ten' | 'tenth';

/** The number after a press of an arrow key, kept within the limits. */
export function stepped(value: number, field: NumberField, up: boolean, stride: Stride): number {
  const next = field.step === undefined ? nextInSeries(value, up, stride) : byStep(value, field, up, stride);
  const whole = field.whole ? Math.round(next) : next;
  return Math.min(field.max, Math.max(field.min, exact(whole)));
}

function byStep(value: number, { step = 1, whole }: NumberField, up: boolean, stride: Stride): number {
  const by = step * (stride === 'ten' ? 10 : stride === 'tenth' && !whole ? 0.1 : 1);
  return value + (up ? by : -by);
}

/** 0.001, 0.002, 0.005, 0.01: a step means the same at every size. */
function nextInSeries(value: number, up: boolean, stride: Stride): number {
  if (stride === 'ten') return up ? value * 10 : value / 10;
  if (stride === 'tenth') return up ? value * 1.1 : value / 1.1;
  if (value <= 0) return value;
  const decade = 10 ** Math.floor(Math.log10(value));
  const series = [0.5, 1, 2, 5, 10].map((it) => exact(it * decade));
  return (up ? series.find((it) => it > value) : series.findLast((it) => it < value)) ?? value;
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3 to who reads it. */
const exact = (value: number): number => Number(value.toPrecision(12));
