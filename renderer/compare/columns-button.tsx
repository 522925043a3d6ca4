import { useState } from 'react';
import { bestFirst } from '../design/best-first.ts';
import { Button, IconButton } from '../design/button.tsx';
import { SearchField } from '../design/field.tsx';
import { moveFocus } from '../design/move-focus.ts';
import { Popover } from '../design/popover.tsx';
import type { Column } from './columns.ts';
import './columns-button.css';
import { toggleHidden, togglePinned, useComparison } from './comparison.ts';
import type { Table } from './table-of.ts';

const KINDS: readonly (readonly [Column['kind'], string])[] = [
  ['run', 'Run'],
  ['result', 'Result'],
  ['parameter', 'Parameters that differ'],
];

/** Which columns the table has, and which of them stay at the left. */
export function ColumnsButton({ table }: { readonly table: Table }) {
  return (
    <Popover
      label="Columns"
      trigger={(attributes) => (
        <Button icon="table" {...attributes}>
          Columns
        </Button>
      )}
    >
      {() => <Columns table={table} />}
    </Popover>
  );
}

function Columns({ table: { offered, columns } }: { readonly table: Table }) {
  const pinned = useComparison((it) => it.pinned);
  const [query, setQuery] = useState('');
  const found = bestFirst(
    query,
    offered.filter((it) => it.key !== 'name'),
    ({ title, of = '', names }) => ({ title, group: of, keywords: names }),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead through the lines within
    <div onKeyDown={moveFocus}>
      <h2 className="popover-title">Columns</h2>
      <SearchField
        label="Search columns"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {KINDS.map(([kind, title]) => {
        const own = found.filter((it) => it.kind === kind);
        if (own.length === 0) return null;
        return (
          <fieldset key={kind} className="column-choice">
            <legend className="column-choice-title">{title}</legend>
            {own.map((it) => {
              const shown = columns.includes(it);
              return (
                <div key={it.key} className="column-line">
                  <label className="column-label" title={it.help}>
                    <input
                      type="checkbox"
                      data-stop=""
                      checked={shown}
                      onChange={() => (shown ? toggleHidden(it.key) : showColumn(it.key))}
                    />
                    <span className="truncate">{it.title}</span>
                    {it.of && <span className="column-of truncate">{it.of}</span>}
                  </label>
                  <IconButton
                    icon="pin"
                    size="small"
                    label={`Pin ${it.title}${it.of ? ` of ${it.of}` : ''} to the left`}
                    title={pinned.includes(it.key) ? 'Unpin' : 'Pin to the left'}
                    aria-pressed={pinned.includes(it.key)}
                    onClick={() => togglePinned(it.key)}
                  />
                </div>
              );
            })}
          </fieldset>
        );
      })}
      {found.length === 0 && <p className="column-of">No column is called “{query}”.</p>}
    </div>
  );
}

/** A parameter beyond the first dozen is shown by being pinned: it then stays whatever is found. */
function showColumn(key: string): void {
  const { hidden } = useComparison.getState();
  if (hidden.includes(key)) toggleHidden(key);
  else togglePinned(key);
}
