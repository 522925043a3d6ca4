import { useEffect, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { useRuns } from '../../stores/runs.ts';
import { formatCount, formatTick } from '../format.ts';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import type { RunView } from '../run-view.ts';
import { changeName, type HotField, hotFields, typedNumber } from './hot-fields.ts';
import './hot-panel.css';

type HotPanelProps = { readonly data: RunData; readonly view: RunView };

/** What may be changed while a stage trains, and what was. */
export function HotPanel({ data, view }: HotPanelProps) {
  const live = isLive(view.state);
  const fields = live ? hotFields(data, view) : [];
  if (fields.length === 0 && view.changes.length === 0) return null;
  return (
    <section className="hot" aria-label="Numbers that may be changed while it trains">
      {fields.length > 0 && <h3 className="hot-title">While it trains</h3>}
      {fields.map((it) => (
        <NumberField
          key={`${it.at} ${it.path.join('/')}`}
          field={it}
          onCommit={(value) =>
            void useRuns
              .getState()
              .change(data.run, { stage: view.stage ?? '', at: it.at, path: it.path, value })
          }
        />
      ))}
      {view.changes.length > 0 && <Changes data={data} view={view} live={live} />}
    </section>
  );
}

type NumberFieldProps = { readonly field: HotField; readonly onCommit: (value: number) => void };

function NumberField({ field: { name, value, least, most }, onCommit }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  // What another window or the run itself changed is what stands there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the value that undoes what was typed
  useEffect(() => setDraft(null), [value]);
  const typed = draft === null ? value : typedNumber(draft);
  const wrong = typed === null || typed < least || typed > most;
  const commit = (): void => {
    if (draft === null || wrong) return;
    if (typed === value) setDraft(null);
    else onCommit(typed);
  };
  return (
    <Field
      label={name}
      problem={wrong ? `A number from ${formatTick(least)} to ${formatTick(most)} is allowed.` : undefined}
    >
      {(control) => (
        <input
          {...control}
          className="input"
          inputMode="decimal"
          value={draft ?? formatTick(value)}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape' && draft !== null) {
              event.stopPropagation();
              setDraft(null);
            }
          }}
        />
      )}
    </Field>
  );
}

type ChangesProps = HotPanelProps & { readonly live: boolean };

function Changes({ data, view, live }: ChangesProps) {
  return (
    <>
      <h3 className="hot-title">Changed on the way</h3>
      <ol className="hot-changes">
        {view.changes.map((it) => (
          <li key={`${it.stage} ${it.step} ${it.at} ${it.path.join('/')} ${it.value}`}>
            <span className="hot-change-name">{changeName(data, it)}</span>
            <span>
              {formatTick(it.from)} → {formatTick(it.value)}
            </span>
            <span className="hot-change-step">from step {formatCount(it.step + 1)}</span>
          </li>
        ))}
      </ol>
      {!live && (
        <Button
          size="small"
          icon="restart"
          title="Runs this pipeline anew; at the same steps the same is changed"
          onClick={() => void useRuns.getState().runAgain(data.run)}
        >
          Run again with these changes
        </Button>
      )}
    </>
  );
}
