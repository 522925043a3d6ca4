import { Button, IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { Segmented } from '../design/segmented.tsx';
import { useDocument } from '../stores/document.ts';
import { type DraftRow, readRow, type Sweepable, sweepable, sweepOf } from './sweep-draft.ts';
import './sweep-dialog.css';
import { changeDraft, closeSweep, startSweep, useSweep } from './sweep-state.ts';

const MOST_ROWS = 8;

/** Runs the pipeline many times, each time with other values of some parameters. */
export function SweepDialog() {
  const document = useDocument((it) => it.document);
  const { draft, starting, refused } = useSweep();
  const among = sweepable(document);
  const wanted = sweepOf(draft, among);
  const free = among.find((it) => !draft.rows.some((row) => row.key === it.key));
  const setRow = (at: number, change: Partial<DraftRow>): void =>
    changeDraft({ rows: draft.rows.map((row, index) => (index === at ? { ...row, ...change } : row)) });
  return (
    <Dialog
      title="Try several values"
      size="wide"
      onClose={closeSweep}
      actions={
        <>
          <p className="sweep-count" aria-live="polite">
            {wanted ? countWords(wanted.runs) : ''}
          </p>
          <Button onClick={closeSweep}>Cancel</Button>
          <Button
            look="primary"
            icon="play"
            aria-disabled={!wanted || starting}
            onClick={() => void startSweep()}
          >
            {wanted ? (wanted.runs === 1 ? 'Queue 1 run' : `Queue ${wanted.runs} runs`) : 'Queue runs'}
          </Button>
        </>
      }
    >
      <p className="sweep-lead">
        One run for each setting, of this pipeline as it stands. They wait in the queue, get a tag in common,
        and are compared as they come.
      </p>
      <ol className="sweep-rows">
        {draft.rows.map((row, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is what it is by its place; its parameter changes
            key={at}
            row={row}
            among={among}
            first={at === 0}
            onChange={(change) => setRow(at, change)}
            onRemove={() => changeDraft({ rows: draft.rows.filter((_, index) => index !== at) })}
          />
        ))}
      </ol>
      <Button
        look="quiet"
        size="small"
        icon="add"
        aria-disabled={!free || draft.rows.length >= MOST_ROWS}
        onClick={() =>
          free &&
          draft.rows.length < MOST_ROWS &&
          changeDraft({ rows: [...draft.rows, { key: free.key, text: '' }] })
        }
      >
        Another parameter
      </Button>
      <div className="sweep-search">
        <Segmented
          label="How values are gone through"
          options={[
            { value: 'grid', label: 'Every combination' },
            { value: 'random', label: 'At random' },
          ]}
          value={draft.search}
          onChange={(search) => changeDraft({ search })}
        />
        {draft.search === 'random' && (
          <>
            <NumberField
              label="Runs"
              value={draft.trials}
              least={1}
              onChange={(trials) => changeDraft({ trials })}
            />
            <NumberField
              label="Seed"
              value={draft.seed}
              least={0}
              onChange={(seed) => changeDraft({ seed })}
            />
          </>
        )}
      </div>
      {refused.map((it) => (
        <p key={`${it.code} ${it.message}`} className="sweep-refused" role="alert">
          <Icon name="error" size={14} />
          {[it.message, it.fix].filter(Boolean).join(' ')}
        </p>
      ))}
    </Dialog>
  );
}

const countWords = (runs: number): string =>
  runs > 200 ? 'That is many: each is trained from its beginning.' : '';

type RowProps = {
  readonly row: DraftRow;
  readonly among: readonly Sweepable[];
  readonly first: boolean;
  readonly onChange: (change: Partial<DraftRow>) => void;
  readonly onRemove: () => void;
};

function Row({ row, among, first, onChange, onRemove }: RowProps) {
  const read = readRow(row, among);
  const found = among.find((it) => it.key === row.key);
  const problem = 'problem' in read ? read.problem : undefined;
  const empty = row.text.trim() === '';
  return (
    <li className="sweep-row">
      <Field label="Parameter" help={found ? `It is ${found.now} now.` : ''}>
        {(control) => (
          <select
            {...control}
            className="input"
            value={row.key}
            onChange={(event) => onChange({ key: event.currentTarget.value })}
          >
            {[...new Set(among.map((it) => it.nodeTitle))].map((title) => (
              <optgroup key={title} label={title}>
                {among
                  .filter((it) => it.nodeTitle === title)
                  .map((it) => (
                    <option key={it.key} value={it.key}>
                      {`${it.field.title} · ${title}`}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <Field label="Values" problem={empty ? undefined : problem} help={empty ? (problem ?? '') : ''}>
        {(control) => (
          <input
            {...control}
            className="input"
            value={row.text}
            spellCheck={false}
            {...(first && { 'data-first-focus': '' })}
            onChange={(event) => onChange({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      <IconButton icon="close" label="Leave this parameter as it is" size="small" onClick={onRemove} />
    </li>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly onChange: (value: number) => void;
};

function NumberField({ label, value, least, onChange }: NumberFieldProps) {
  return (
    <label className="sweep-number">
      <span>{label}</span>
      <input
        type="number"
        className="input"
        min={least}
        max={10_000}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= least && next <= 10_000) onChange(next);
        }}
      />
    </label>
  );
}
