import { resultCell, resultColumns } from './result-columns.ts';
import { type ResultRow, referenceRow } from './result-rows.ts';

/** The table for a note or an issue; figures next to the teacher's stand in brackets. */
export function resultMarkdown(rows: readonly ResultRow[]): string {
  const reference = referenceRow(rows);
  const columns = resultColumns(rows);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const written = rows.map((row) => [
    row.title.replace(/[\\|]/g, '\\$&').replace(/\s+/g, ' '),
    ...columns.map((column) => {
      const cell = resultCell(column, row, reference);
      if ('missing' in cell) return '–';
      return cell.compared ? `${cell.text} (${cell.compared})` : cell.text;
    }),
  ]);
  return [
    line(['', ...columns.map((it) => it.title)]),
    line(['---', ...columns.map(() => '---:')]),
    ...written.map(line),
    '',
  ].join('\n');
}

/** The bare numbers for a spreadsheet (RFC 4180); what is missing is left empty. */
export function resultCsv(rows: readonly ResultRow[]): string {
  const columns = resultColumns(rows);
  const written = rows.map((row) => [
    row.title,
    row.kind,
    ...columns.map((column) => String(column.value(row) ?? '')),
  ]);
  const head = ['network', 'role', ...columns.map((it) => it.csv)];
  return [head, ...written].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A cell of a CSV file. A title that begins like a formula is kept from being one. */
export function quoted(cell: string): string {
  const isNumber = /^[-+]?\d[\d.]*(?:e[-+]?\d+)?$/i.test(cell);
  const tame = !isNumber && /^[-=+@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
