import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';
import { cellText } from './quantity.ts';

/** So many parameters tell one run from another in its name. */
const MOST = 3;

/**
 * What runs are called beside each other: by their titles, and where several share one also by the parameters in which
 * these differ, which come first since long names are cut: `Temperature 8 · Tempered softmax on MNIST`.
 *
 * @param parameters those that the table shows
 */
export function runNames(
  entries: readonly Entry[],
  parameters: readonly Column[],
  now: number,
): ReadonlyMap<string, string> {
  const byTitle = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { title } = entry.summary;
    const own = byTitle.get(title);
    if (own) own.push(entry);
    else byTitle.set(title, [entry]);
  }
  const names = new Map<string, string>();
  for (const [title, own] of byTitle) {
    const telling = own.length > 1 ? parameters.filter((it) => differ(it, own)).slice(0, MOST) : [];
    for (const entry of own) {
      const values = telling.map((it) => `${it.title} ${cellText(it.unit, it.cell(entry), now)}`);
      names.set(entry.summary.run, values.length > 0 ? `${values.join(', ')} · ${title}` : title);
    }
  }
  return names;
}

const differ = (column: Column, entries: readonly Entry[]): boolean =>
  new Set(entries.map((it) => column.cell(it))).size > 1;
