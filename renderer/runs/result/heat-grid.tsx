import { type CSSProperties, useState } from 'react';
import './heat-grid.css';
import { walkGrid } from './walk-grid.ts';

/** What a colour stands for; strength is `shade`. */
export type HeatTone = 'right' | 'wrong' | 'more' | 'fewer' | 'alike';

/** One field, ready to be drawn. */
export type HeatCell = {
  /** Empty where there is nothing. */
  readonly text: string;
  readonly tone: HeatTone;
  /** 0 … 1: how strongly it is coloured. */
  readonly shade: number;
  /** Set heavier, so that a diagonal is seen without colour. */
  readonly strong?: boolean;
  /** The field in a sentence, for those who point at it. */
  readonly reading: string;
  /** The same where row and column are not seen. */
  readonly label: string;
};

type HeatGridProps = {
  readonly label: string;
  /** Names of rows and of columns. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly HeatCell[])[];
  /** Names of columns are long: they stand on end. */
  readonly named: boolean;
  /** Said where nothing is pointed at. */
  readonly summary: string;
};

type Place = { readonly row: number; readonly column: number };

/** A heat map with its numbers; arrow keys walk over it and read it out. */
export function HeatGrid({ label, rows, columns, cells, named, summary }: HeatGridProps) {
  const [at, setAt] = useState<Place | null>(null);
  const reading = (at && cells[at.row]?.[at.column]?.reading) ?? summary;
  return (
    <div className="heat-grid" data-named={named || undefined} onPointerLeave={() => setAt(null)}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells take the focus is a grid
        role="grid"
        aria-label={label}
        onKeyDown={(event) => walkGrid(event, columns.length)}
      >
        <thead>
          <tr>
            <td />
            {columns.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a grid stay where they are
              <th key={column} scope="col" data-here={at?.column === column || undefined}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((line, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: and so do the rows
            <tr key={row}>
              <th scope="row" data-here={at?.row === row || undefined}>
                {rows[row]}
              </th>
              {line.map((cell, column) => (
                <GridCell
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
      <p className="heat-reading">{reading}</p>
    </div>
  );
}

type GridCellProps = {
  readonly cell: HeatCell;
  /** The one that the tab key leads to. */
  readonly first: boolean;
  readonly onPoint: () => void;
};

function GridCell({ cell: { text, tone, shade, strong, label }, first, onPoint }: GridCellProps) {
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cell of a grid
      role="gridcell"
      className="heat-cell"
      aria-label={label}
      tabIndex={first ? 0 : -1}
      data-tone={tone}
      data-strong={strong || undefined}
      style={{ ['--shade' as string]: shade } as CSSProperties}
      onPointerEnter={onPoint}
      onFocus={onPoint}
    >
      {text}
    </td>
  );
}
