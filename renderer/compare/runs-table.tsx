import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { usePanelView } from '../runs/panel-view.ts';
import { isLive } from '../runs/run-state.ts';
import { useNow } from '../runs/use-now.ts';
import { bestCells, numericKeys } from './best-cells.ts';
import { columnMenu } from './column-menu.ts';
import { fixedPlaces, gridColumns, gridWidth, HEAD, ROW } from './column-widths.ts';
import { choose, toggleChosen, toggleFolded, useComparison } from './comparison.ts';
import { GroupRow } from './group-row.tsx';
import { rowsInSight, scrolledTo } from './in-sight.ts';
import type { Line } from './lines.ts';
import { rowMenu, showRun } from './row-menu.ts';
import { RunRow } from './run-row.tsx';
import './runs-table.css';
import { TableHead } from './table-head.tsx';
import type { Table } from './table-of.ts';

const keyOf = (line: Line): string =>
  line.kind === 'run' ? line.entry.summary.run : `group ${line.group.key}`;
const runsOf = (line: Line): readonly string[] =>
  line.kind === 'run' ? [line.entry.summary.run] : line.group.entries.map((it) => it.summary.run);

type OpenMenu = { readonly label: string; readonly items: readonly MenuItem[]; readonly at: Place };
type Place = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** All runs that are found. However many there are, only those in sight are drawn. One tab stop; arrow keys go from row to row. */
export function RunsTable({ table }: { readonly table: Table }) {
  const { lines, columns, fixed, shown } = table;
  const chosen = useComparison((it) => it.chosen);
  const grid = useRef<HTMLDivElement>(null);
  const id = useId();
  const now = useNow();
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const [held, setHeld] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  /** From where a choice with Shift reaches. */
  const anchor = useRef<string | null>(null);
  const found = held === null ? -1 : lines.findIndex((it) => keyOf(it) === held);
  const at = found < 0 ? Math.min(0, lines.length - 1) : found;
  const places = useMemo(() => fixedPlaces(columns, fixed), [columns, fixed]);
  const best = useMemo(() => bestCells(columns, shown), [columns, shown]);
  const numeric = useMemo(() => numericKeys(columns, shown), [columns, shown]);
  const chosenAt = useMemo(() => new Map(chosen.map((run, place) => [run, place])), [chosen]);
  const { from, to } = rowsInSight(sight.top, sight.height, ROW, lines.length);

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const sized = new ResizeObserver(() =>
      setSight({ top: element.scrollTop, height: element.clientHeight - HEAD }),
    );
    sized.observe(element);
    return () => sized.disconnect();
  }, []);
  // Another search begins at its first row.
  const query = useComparison((it) => it.query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is sought is not read, but when it changes
  useEffect(() => {
    if (grid.current) grid.current.scrollTop = 0;
  }, [query]);

  const hold = (next: number): void => {
    const line = lines[next];
    const element = grid.current;
    if (!line || !element) return;
    setHeld(keyOf(line));
    element.scrollTop = scrolledTo(next, element.scrollTop, element.clientHeight - HEAD, ROW);
  };
  const chooseUpTo = (next: number): void => {
    const first = lines.findIndex((it) => keyOf(it) === (anchor.current ?? held));
    const [low, high] = first <= next ? [Math.max(0, first), next] : [next, first];
    choose([...chosen, ...lines.slice(low, high + 1).flatMap((it) => (it.kind === 'run' ? runsOf(it) : []))]);
  };
  const tick = (line: Line, further: boolean): void => {
    const here = lines.indexOf(line);
    if (further) chooseUpTo(here);
    else if (line.kind === 'run') toggleChosen(line.entry.summary.run);
    else {
      const own = runsOf(line);
      const all = own.every((it) => chosenAt.has(it));
      choose(all ? chosen.filter((it) => !own.includes(it)) : [...chosen, ...own]);
    }
    if (!further) anchor.current = keyOf(line);
    hold(here);
  };
  const openMenu = (line: Line, place: Place): void => {
    setHeld(keyOf(line));
    const label = line.kind === 'run' ? line.entry.summary.title : line.group.label;
    setMenu({ label, items: rowMenu(line, table.group), at: place });
  };
  const menuOfHeld = (): void => {
    const line = lines[at];
    const row = document.getElementById(rowId(at))?.getBoundingClientRect();
    if (line && row)
      openMenu(line, { left: row.left + 64, right: row.left + 64, top: row.top, bottom: row.bottom });
  };
  const rowId = (index: number): string => `${id}-row-${index}`;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget) return;
    const line = lines[at];
    const page = Math.max(1, Math.floor(sight.height / ROW) - 1);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: lines.length - 1,
    }[event.key];
    const command = event.ctrlKey || event.metaKey;
    if (next !== undefined) {
      const to = Math.max(0, Math.min(lines.length - 1, next));
      if (event.shiftKey) {
        anchor.current ??= held ?? (line ? keyOf(line) : null);
        chooseUpTo(to);
      } else anchor.current = null;
      hold(held === null && event.key === 'ArrowDown' ? 0 : to);
    } else if (command && event.key.toLowerCase() === 'a') choose(shown.map((it) => it.summary.run));
    else if (command || !line) return;
    else if (event.key === ' ') tick(line, false);
    else if (event.key === 'Enter' && line.kind === 'group') toggleFolded(line.group.key);
    else if (event.key === 'Enter' && line.kind === 'run') showRun(line.entry.summary);
    else if (line.kind === 'group' && event.key === 'ArrowLeft' && !line.folded) toggleFolded(line.group.key);
    else if (line.kind === 'group' && event.key === 'ArrowRight' && line.folded) toggleFolded(line.group.key);
    else if (line.kind === 'run' && event.key === 'F2')
      usePanelView.setState({ renaming: { run: line.entry.summary.run, at: 'table' } });
    else if (line.kind === 'run' && event.key === 'Delete' && !isLive(line.entry.summary.status))
      usePanelView.setState({ removing: [line.entry.summary.run] });
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) menuOfHeld();
    else if (event.key === 'Escape' && chosen.length > 0) choose([]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table lays its rows out by itself, and these stand where they would */}
      <div
        ref={grid}
        id={`${id}-grid`}
        className="runs-grid"
        role="grid"
        aria-label="Runs"
        aria-multiselectable
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={at >= from && at < to ? rowId(at) : undefined}
        tabIndex={0}
        style={{
          ['--columns' as string]: gridColumns(columns),
          ['--width' as string]: `${gridWidth(columns)}px`,
        }}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: it }) => setSight({ top: it.scrollTop, height: it.clientHeight - HEAD })}
      >
        <TableHead
          table={table}
          places={places}
          numeric={numeric}
          onMenu={(column, place) =>
            setMenu({ label: column.title, items: columnMenu(column, table), at: place })
          }
        />
        {/* biome-ignore lint/a11y/useSemanticElements: rows of which only some are drawn stand where they would */}
        <div className="runs-grid-rows" role="rowgroup" style={{ height: lines.length * ROW }}>
          {lines.slice(from, to).map((line, offset) => {
            const index = from + offset;
            const own = {
              id: rowId(index),
              index,
              held: index === at,
              onTick: (further: boolean) => tick(line, further),
              onHold: () => hold(index),
            };
            return line.kind === 'group' ? (
              <GroupRow
                key={keyOf(line)}
                {...own}
                line={line}
                by={table.group}
                ticked={line.group.entries.every((it) => chosenAt.has(it.summary.run))}
                columns={columns.length}
              />
            ) : (
              <RunRow
                key={keyOf(line)}
                {...own}
                entry={line.entry}
                columns={columns}
                places={places}
                best={best}
                numeric={numeric}
                chosen={chosenAt.get(line.entry.summary.run) ?? -1}
                now={now}
                onMenu={(place) => openMenu(line, place)}
              />
            );
          })}
        </div>
      </div>
      {lines.length === 0 && (
        <p className="runs-grid-none">
          No run fits. Take a word or a condition out of the filter to find more.
        </p>
      )}
      {menu && <Menu {...menu} onClose={() => setMenu(null)} />}
    </>
  );
}
