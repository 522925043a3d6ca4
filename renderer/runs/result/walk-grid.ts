import type { KeyboardEvent } from 'react';

/** Moves the focus from cell to cell of a grid, all of whose rows hold so many cells: by arrows, Home and End. */
export function walkGrid(event: KeyboardEvent<HTMLTableElement>, columns: number): void {
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=gridcell]')];
  const here = cells.indexOf(event.target as HTMLElement);
  if (here < 0) return;
  const column = here % columns;
  const to = {
    ArrowRight: column < columns - 1 ? here + 1 : here,
    ArrowLeft: column > 0 ? here - 1 : here,
    ArrowDown: here + columns,
    ArrowUp: here - columns,
    Home: here - column,
    End: here - column + columns - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  cells[to]?.focus();
}
