import { quoted } from '../../runs/result/result-text.ts';
import type { Column } from '../columns.ts';
import type { Entry } from '../entry.ts';
import type { Cell } from '../quantity.ts';

/** The unit of a column in its head, where a bare number needs one. */
const UNITS: Readonly<Partial<Record<Column['unit'], string>>> = {
  bytes: 'bytes',
  microseconds: 'microseconds',
  milliseconds: 'milliseconds',
};

/**
 * The table for a spreadsheet (RFC 4180): bare numbers, shares from 0 to 1, dates as ISO 8601; what is missing is empty.
 * The first column is the run's own id, by which its folder is found.
 */
export function tableCsv(columns: readonly Column[], entries: readonly Entry[]): string {
  const head = ['run', ...columns.map(headOf)];
  const rows = entries.map((entry) => [
    entry.summary.run,
    ...columns.map((column) => bare(column, column.cell(entry))),
  ]);
  return [head, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function headOf({ title, of, counted, unit }: Column): string {
  const name = of === undefined ? title : `${of}: ${title}`;
  const measure = counted ?? UNITS[unit];
  return measure === undefined ? name : `${name} (${measure})`;
}

function bare({ unit }: Column, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return unit === 'date' ? new Date(cell).toISOString() : String(cell);
}
