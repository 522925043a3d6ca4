import { formatTick } from '../runs/format.ts';
import type { Column } from './columns.ts';
import { cellText } from './quantity.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** A round value at an axis, shorter than in a table. */
export function tickText({ unit }: Column, value: number, now: number): string {
  switch (unit) {
    case 'share':
      return `${formatTick(value * 100)} %`;
    case 'points':
      return formatTick(value * 100);
    case 'bytes':
    case 'microseconds':
    case 'milliseconds':
    case 'date':
      return cellText(unit, value, now);
    default:
      return Math.abs(value) >= 10_000 ? compact.format(value) : formatTick(value);
  }
}

/** What stands at an axis: the column, the node that it is of, and what its numbers are counted in. */
export function axisTitle({ title, of, counted, unit }: Column): string {
  const name = of === undefined ? title : `${title} · ${of}`;
  const measure = counted ?? (unit === 'points' ? 'points' : undefined);
  return measure === undefined ? name : `${name}, ${measure}`;
}
