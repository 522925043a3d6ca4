import { describeNumber } from '../inspector/describe-value.ts';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDate,
  formatMicroseconds,
  formatPercent,
  formatPoints,
  formatValue,
} from '../runs/format.ts';

/** What the numbers of a column are. `points`: a difference of two shares. `text`: no numbers. */
export type Unit =
  | 'share'
  | 'points'
  | 'count'
  | 'bytes'
  | 'microseconds'
  | 'milliseconds'
  | 'date'
  | 'loss'
  | 'number'
  | 'text';

/** What one run has in one column: a number in the column's unit, words, or nothing. */
export type Cell = number | string | null;

export const NONE = '–';

/** A cell as it is shown. @param now milliseconds since 1970, for dates of this year */
export function cellText(unit: Unit, cell: Cell, now: number): string {
  if (cell === null) return NONE;
  if (typeof cell === 'string') return cell;
  switch (unit) {
    case 'share':
      return formatPercent(cell);
    case 'points':
      return formatPoints(cell);
    case 'count':
      return formatCount(cell);
    case 'bytes':
      return formatBytes(cell);
    case 'microseconds':
      return formatMicroseconds(cell);
    case 'milliseconds':
      return formatClock(cell);
    case 'date':
      return formatDate(cell, now);
    case 'loss':
      return formatValue(cell);
    default:
      return describeNumber(cell);
  }
}

const THOUSANDS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Sizes of the endings that a unit knows; the empty one is what a bare number means. */
const ENDINGS: Readonly<Record<Exclude<Unit, 'date' | 'text'>, Readonly<Record<string, number>>>> = {
  share: { '': 1, '%': 0.01 },
  points: { '': 0.01, '%': 0.01 },
  count: THOUSANDS,
  bytes: { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9 },
  microseconds: { '': 1, us: 1, µs: 1, ms: 1e3, s: 1e6 },
  milliseconds: { '': 1e3, ms: 1, s: 1e3, min: 60e3, m: 60e3, h: 3600e3 },
  loss: { '': 1 },
  number: THOUSANDS,
};

/**
 * A number as people write it in a condition, in the unit of the column: `97%`, `100k`, `2min`, `1e-3`. A share above one
 * is taken as percent. Null where it is no number of that unit.
 */
export function readQuantity(unit: Unit, text: string): number | null {
  if (unit === 'date') return readDay(text);
  if (unit === 'text') return null;
  const [, digits, ending = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-zµ%]*)$/i.exec(text.trim().replace('−', '-')) ?? [];
  if (digits === undefined) return null;
  const size = ENDINGS[unit][ending.toLowerCase()];
  if (size === undefined) return null;
  // Percent of a decimal that has no exact binary share: 97.1 % must be what 0.971 is.
  const value = size < 1 ? Number(`${Number(digits)}e-2`) : Number(digits) * size;
  return unit === 'share' && ending === '' && value > 1 ? value / 100 : value;
}

/** The beginning of a day, month or year of the calendar here: `2026-11-29`, `2026-11`, `2026`. */
function readDay(text: string): number | null {
  const [, year, month = '1', day = '1'] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getMonth() === Number(month) - 1 ? date.getTime() : null;
}
