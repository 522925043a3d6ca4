import type { MouseEvent } from 'react';
import { onLettingGo } from '../canvas/on-letting-go.ts';
import { IconButton } from '../design/button.tsx';
import { usePanelView } from '../runs/panel-view.ts';
import { RunTitle } from '../runs/run-title.tsx';
import { StateMark } from '../runs/state-mark.tsx';
import { ROW } from './column-widths.ts';
import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';
import { cellText } from './quantity.ts';
import { showRun } from './row-menu.ts';
import { RunKey } from './run-key.tsx';
import { runLook } from './run-look.ts';

type RunRowProps = {
  readonly id: string;
  readonly index: number;
  /** The row that the keys are about. */
  readonly held: boolean;
  readonly entry: Entry;
  readonly columns: readonly Column[];
  readonly places: readonly (number | undefined)[];
  readonly best: ReadonlyMap<string, number>;
  /** Columns in which numbers stand. */
  readonly numeric: ReadonlySet<string>;
  /** Its place among the chosen runs; -1 where it is not. */
  readonly chosen: number;
  readonly now: number;
  readonly onTick: (further: boolean) => void;
  readonly onHold: () => void;
  readonly onMenu: (at: DOMRect) => void;
};

/** One run of the table. */
export function RunRow({ id, index, held, entry, columns, places, chosen, ...rest }: RunRowProps) {
  const { summary } = entry;
  const { best, numeric, now, ...on } = rest;
  const pointed = (event: MouseEvent): void => {
    event.preventDefault();
    const at = new DOMRect(event.clientX, event.clientY, 0, 0);
    onLettingGo(event, () => on.onMenu(at));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the grid has the focus and hears the keys; its rows stand where they would
    <div
      id={id}
      role="row"
      className="runs-grid-row"
      aria-rowindex={index + 2}
      aria-selected={chosen >= 0}
      data-held={held || undefined}
      data-chosen={chosen >= 0 || undefined}
      style={{ top: index * ROW }}
      onClick={on.onHold}
      onDoubleClick={() => showRun(summary)}
      onContextMenu={pointed}
    >
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row */}
      <div role="gridcell" className="runs-cell runs-tick" data-fixed="">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose ${summary.title}`}
          checked={chosen >= 0}
          onClick={(event) => {
            event.stopPropagation();
            on.onTick(event.shiftKey);
          }}
          onDoubleClick={(event) => event.stopPropagation()}
          onChange={() => undefined}
        />
      </div>
      {columns.map((column, at) =>
        column.key === 'name' ? (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row
          <div
            key={column.key}
            role="rowheader"
            className="runs-cell runs-name"
            data-fixed=""
            style={{ left: places[at] }}
            onDoubleClick={(event) => {
              event.stopPropagation();
              usePanelView.setState({ renaming: { run: summary.run, at: 'table' } });
            }}
          >
            {chosen >= 0 && <RunKey look={runLook(chosen)} />}
            <RunTitle run={summary.run} title={summary.title} at="table" />
            <IconButton
              icon="more"
              size="small"
              className="runs-more"
              tabIndex={-1}
              label={`More about ${summary.title}`}
              title="More"
              aria-haspopup="menu"
              onClick={(event) => {
                event.stopPropagation();
                on.onMenu(event.currentTarget.getBoundingClientRect());
              }}
            />
          </div>
        ) : (
          <Value
            key={column.key}
            column={column}
            entry={entry}
            left={places[at]}
            number={numeric.has(column.key)}
            best={best.get(column.key)}
            now={now}
          />
        ),
      )}
    </div>
  );
}

type ValueProps = {
  readonly column: Column;
  readonly entry: Entry;
  readonly left: number | undefined;
  readonly number: boolean;
  /** The best figure of the column. */
  readonly best: number | undefined;
  readonly now: number;
};

function Value({ column, entry, left, number, best, now }: ValueProps) {
  const { summary } = entry;
  const cell = column.cell(entry);
  const text = cellText(column.unit, cell, now);
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row
    <div
      role="gridcell"
      className="runs-cell"
      data-fixed={left === undefined ? undefined : ''}
      data-number={number || undefined}
      data-none={cell === null || undefined}
      data-best={(cell !== null && best === cell) || undefined}
      style={left === undefined ? undefined : { left }}
      title={typeof cell === 'string' ? text : undefined}
    >
      {column.key === 'state' && <StateMark state={summary.status} progress={summary.progress} />}
      {column.key === 'tags' && summary.tags.length > 0 ? (
        summary.tags.map((it) => (
          <span key={it} className="run-tag">
            {it}
          </span>
        ))
      ) : (
        <span className="truncate">{text}</span>
      )}
    </div>
  );
}
