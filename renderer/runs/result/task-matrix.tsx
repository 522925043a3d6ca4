import { type CSSProperties, useState } from 'react';
import { formatPercent } from '../format.ts';
import { NodeLink } from '../node-link.tsx';
import type { RunData } from '../run-data.ts';
import type { TaskCell, TaskTable } from './systems.ts';
import './task-matrix.css';
import { walkGrid } from './walk-grid.ts';

type Place = { readonly row: number; readonly column: number };

type TaskMatrixProps = {
  readonly table: TaskTable;
  /** Of the run, for what leads to the canvas. */
  readonly document: RunData['document'];
};

/** How each student of a system does on every task; the one that answers a task is framed. Arrow keys read it out. */
export function TaskMatrix({
  table: { title, file, tasks, rows, verdict, warning },
  document,
}: TaskMatrixProps) {
  const [at, setAt] = useState<Place | null>(null);
  const reading = at === null ? null : rows[at.row]?.cells[at.column]?.label;
  return (
    <section className="tasks" aria-label={`${title}: each student on every task`}>
      <h3 className="tasks-title">
        {title} <span className="tasks-file selectable">{file}</span>
      </h3>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells take the focus is a grid
        role="grid"
        aria-label={`Accuracy of ${title}: rows are students, columns tasks`}
        onKeyDown={(event) => walkGrid(event, tasks.length)}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        <thead>
          <tr>
            <th scope="col" className="tasks-corner">
              student ↓ task →
            </th>
            {tasks.map((task, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two tasks may share a title, and their order stays
              <th key={column} scope="col" data-here={at?.column === column || undefined}>
                {task}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ network, title: student, node, cells }, row) => (
            <tr key={`${network} ${tasks[row]}`}>
              <th scope="row" data-here={at?.row === row || undefined}>
                <NodeLink node={node} document={document} text={student} />
              </th>
              {cells.map((cell, column) => (
                <AccuracyCell
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={column}
                  cell={cell}
                  first={row + column === 0}
                  onPoint={() => setAt({ row, column })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tasks-reading" data-warning={(reading === null && warning) || undefined}>
        {reading ?? verdict}
      </p>
    </section>
  );
}

type AccuracyCellProps = {
  readonly cell: TaskCell;
  /** The one that the tab key leads to. */
  readonly first: boolean;
  readonly onPoint: () => void;
};

function AccuracyCell({ cell: { accuracy, answers, beats, label }, first, onPoint }: AccuracyCellProps) {
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid
      role="gridcell"
      className="tasks-cell"
      aria-label={label}
      tabIndex={first ? 0 : -1}
      data-answers={answers || undefined}
      data-beats={beats || undefined}
      style={{ ['--shade' as string]: accuracy ?? 0 } as CSSProperties}
      onPointerEnter={onPoint}
      onFocus={onPoint}
    >
      {accuracy === null ? '–' : formatPercent(accuracy)}
    </td>
  );
}
