import { type CSSProperties, useMemo, useState } from 'react';
import { formatCount } from '../format.ts';
import {
  type ClassWords,
  type Confusion,
  type ConfusionCell,
  confusionCells,
  worstMistakes,
} from './confusion.ts';
import './confusion-matrix.css';
import { walkGrid } from './walk-grid.ts';

type Place = { readonly truth: number; readonly said: number };

type ConfusionMatrixProps = {
  /** Whose answers these are. */
  readonly title: string;
  readonly confusion: Confusion;
  readonly words: ClassWords;
};

/** Which class was taken for which: a heat map with its numbers; arrow keys walk over it and read it out. */
export function ConfusionMatrix({ title, confusion, words }: ConfusionMatrixProps) {
  const { nameOf } = words;
  const rows = useMemo(() => confusionCells(confusion, words), [confusion, words]);
  const named = rows.some((_, at) => nameOf(at) !== String(at));
  const [at, setAt] = useState<Place | null>(null);
  const reading = at ? rows[at.truth]?.[at.said]?.label : worstWords(confusion, nameOf);
  return (
    <div className="matrix" data-named={named || undefined} onPointerLeave={() => setAt(null)}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells take the focus is a grid
        role="grid"
        aria-label={`Confusion matrix of ${title}: rows are true classes, columns what it said`}
        onKeyDown={(event) => walkGrid(event, rows.length)}
      >
        <thead>
          <tr>
            <td />
            {rows.map((_, said) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number
              <th key={said} scope="col" data-here={at?.said === said || undefined}>
                <span>{nameOf(said)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, truth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a class is its number
            <tr key={truth}>
              <th scope="row" data-here={at?.truth === truth || undefined}>
                {nameOf(truth)}
              </th>
              {cells.map((cell) => (
                <MatrixCell
                  key={cell.said}
                  cell={cell}
                  truthName={nameOf(truth)}
                  first={truth + cell.said === 0}
                  onPoint={setAt}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="matrix-reading">{reading}</p>
    </div>
  );
}

type MatrixCellProps = {
  readonly cell: ConfusionCell;
  readonly truthName: string;
  /** The one that the tab key leads to. */
  readonly first: boolean;
  readonly onPoint: (place: Place) => void;
};

function MatrixCell({ cell, truthName, first, onPoint }: MatrixCellProps) {
  const { truth, said, count, right, shade, label } = cell;
  const here = (): void => onPoint({ truth, said });
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid
      role="gridcell"
      className="matrix-cell"
      aria-label={`True class ${truthName}. ${label}`}
      tabIndex={first ? 0 : -1}
      data-right={right || undefined}
      style={{ ['--shade' as string]: shade } as CSSProperties}
      onPointerEnter={here}
      onFocus={here}
    >
      {count === 0 ? '' : formatCount(count)}
    </td>
  );
}

function worstWords(confusion: Confusion, nameOf: ClassWords['nameOf']): string {
  const worst = worstMistakes(confusion, 2).map(
    ({ truth, said, count }) => `${nameOf(truth)} for ${nameOf(said)} (${formatCount(count)})`,
  );
  return worst.length === 0 ? 'No mistakes.' : `Most often took ${worst.join(' and ')}.`;
}
