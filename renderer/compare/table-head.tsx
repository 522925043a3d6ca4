import { onLettingGo } from '../canvas/on-letting-go.ts';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import type { Column } from './columns.ts';
import { choose, sortBy, useComparison } from './comparison.ts';
import type { Table } from './table-of.ts';

type TableHeadProps = {
  readonly table: Table;
  readonly places: readonly (number | undefined)[];
  /** Columns in which numbers stand. */
  readonly numeric: ReadonlySet<string>;
  readonly onMenu: (column: Column, at: DOMRect) => void;
};

/** The names of the columns. A press sorts; the menu pins, hides and groups. */
export function TableHead({ table, places, numeric, onMenu }: TableHeadProps) {
  const { columns, shown } = table;
  const order = useComparison((it) => it.order);
  const chosen = useComparison((it) => it.chosen);
  const all = shown.length > 0 && shown.every((it) => chosen.includes(it.summary.run));
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the rows below it
    <div className="runs-grid-head" role="row" aria-rowindex={1}>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row */}
      <div className="runs-head runs-tick" role="columnheader" data-fixed="">
        <input
          type="checkbox"
          aria-label={all ? 'Choose no run' : 'Choose all runs that are shown'}
          checked={all}
          onChange={() => choose(all ? [] : shown.map((it) => it.summary.run))}
        />
      </div>
      {columns.map((column, at) => {
        const sorted = order.column === column.key;
        return (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row
          <div
            key={column.key}
            className="runs-head"
            role="columnheader"
            aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : undefined}
            data-fixed={places[at] === undefined ? undefined : ''}
            data-number={numeric.has(column.key) ? '' : undefined}
            style={places[at] === undefined ? undefined : { left: places[at] }}
            onContextMenu={(event) => {
              event.preventDefault();
              const at = new DOMRect(event.clientX, event.clientY, 0, 0);
              onLettingGo(event, () => onMenu(column, at));
            }}
          >
            <button
              type="button"
              className="runs-sort"
              title={[column.help, column.of && `Of ${column.of}.`].filter(Boolean).join(' ')}
              onClick={() => sortBy(column)}
              onKeyDown={(event) => {
                if (event.key !== 'ContextMenu' && !(event.key === 'ArrowDown' && event.altKey)) return;
                event.preventDefault();
                onMenu(column, event.currentTarget.getBoundingClientRect());
              }}
            >
              <span className="runs-head-words">
                <span className="runs-head-title truncate">
                  {column.title}
                  {column.counted && numeric.has(column.key) && (
                    <span className="runs-head-unit"> {column.counted}</span>
                  )}
                </span>
                {column.of && <span className="runs-head-of truncate">{column.of}</span>}
              </span>
              {sorted && <Icon name={order.descending ? 'chevron-down' : 'chevron-up'} size={12} />}
            </button>
            <IconButton
              icon="chevron-down"
              size="small"
              className="runs-head-more"
              tabIndex={-1}
              label={`Column ${column.title}`}
              title="Sort, pin, group, hide"
              aria-haspopup="menu"
              onClick={(event) => onMenu(column, event.currentTarget.getBoundingClientRect())}
            />
          </div>
        );
      })}
    </div>
  );
}
