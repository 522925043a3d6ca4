import { formatPercent, formatPointsApart } from '../format.ts';
import { nodeTitle } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';

/** How one student does on one task. */
export type TaskCell = {
  /** Share 0 … 1; null where it cannot read the task. */
  readonly accuracy: number | null;
  /** Whether it is the one that answers this task. */
  readonly answers: boolean;
  /** Whether it does better here than the one that answers, which is a bad sign. */
  readonly beats: boolean;
  /** The cell in a sentence. */
  readonly label: string;
};

export type TaskRow = {
  readonly network: string;
  readonly title: string;
  /** To be gone to on the canvas. */
  readonly node: string | null;
  readonly cells: readonly TaskCell[];
};

/** A router's table, ready to be drawn: rows are students, columns the tasks that they answer, in one order. */
export type TaskTable = {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly tasks: readonly string[];
  readonly rows: readonly TaskRow[];
  readonly verdict: string;
  readonly warning: boolean;
};

export function taskTables(
  { titles, origin, document }: Pick<RunData, 'titles' | 'origin' | 'document'>,
  { systems }: Pick<RunView, 'systems'>,
): TaskTable[] {
  return systems.map(({ output, tasks, accuracy, file }) => {
    const names = tasks.map(({ source, set }) => nodeTitle(document, origin[source]?.[0]) ?? set);
    const rows = tasks.map(({ network }, row): TaskRow => {
      const title = titles.get(network) ?? network;
      const cells = names.map((task, column): TaskCell => {
        const reached = accuracy[row]?.[column] ?? null;
        const own = accuracy[column]?.[column] ?? null;
        const answers = row === column;
        const beats = !answers && reached !== null && own !== null && reached > own;
        return { accuracy: reached, answers, beats, label: sentence(title, task, reached, answers) };
      });
      return { network, title, node: origin[network]?.[0] ?? null, cells };
    });
    const title = nodeTitle(document, origin[output]?.[0]) ?? 'Router';
    return { id: output, title, file, tasks: names, rows, ...verdictOf(names, rows) };
  });
}

function sentence(title: string, task: string, accuracy: number | null, answers: boolean): string {
  if (accuracy === null) return `${title} cannot read ${task}: its images or its classes are others.`;
  const reached = `${title} names ${formatPercent(accuracy)} of ${task} rightly`;
  return answers ? `${reached} and answers it.` : `${reached}; it does not answer it.`;
}

/** Whether each task is answered by the student that does best on it; where not, the worst case is told. */
function verdictOf(
  tasks: readonly string[],
  rows: readonly TaskRow[],
): Pick<TaskTable, 'verdict' | 'warning'> {
  const lost = tasks.flatMap((task, column) => {
    const own = rows[column];
    const reached = own?.cells[column]?.accuracy ?? null;
    if (own === undefined || reached === null) return [];
    return rows.flatMap(({ title, cells }) => {
      const cell = cells[column];
      if (!cell?.beats || cell.accuracy === null) return [];
      return [{ task, title, own: own.title, by: cell.accuracy - reached }];
    });
  });
  const [worst] = lost.toSorted((a, b) => b.by - a.by);
  if (!worst)
    return { verdict: 'Each task is answered by the student that does best on it.', warning: false };
  const { task, title, own, by } = worst;
  const points = formatPointsApart(by);
  return {
    verdict: `${title} does better on ${task} than ${own}, which answers it, by ${points} points.`,
    warning: true,
  };
}
