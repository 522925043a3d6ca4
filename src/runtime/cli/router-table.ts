import type { RunEvent } from '../../plan/events.ts';
import type { RunFile } from '../run-file.ts';
import { nodeTitles } from './node-titles.ts';
import { percent } from './result-table.ts';
import { textTable } from './text-table.ts';

/** How each student of a system does on every task, the one that answers it in brackets; empty where there is no system. */
export function routerTable(events: readonly RunEvent[], file: Pick<RunFile, 'origin' | 'document'>): string {
  const titles = nodeTitles(file);
  const named = (id: string): string => titles(file.origin[id]?.[0] ?? id);
  const systems = events.filter((it) => it.kind === 'router');
  return systems
    .map(({ tasks, accuracy, file: written }) => {
      const rows = accuracy.map((row, at) => [
        named(tasks[at]?.network ?? ''),
        ...row.map((it, column) => {
          const text = it === null ? '–' : percent(it);
          return column === at ? `[${text}]` : `${text} `;
        }),
      ]);
      const head = ['student on task', ...tasks.map(({ set }) => `${set} `)];
      return `${textTable([head, ...rows])}\n[…] answers the task, as ${written} says.`;
    })
    .join('\n\n');
}
