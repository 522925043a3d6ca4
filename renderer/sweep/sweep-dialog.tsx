import { Button, IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { useDocument } from '../stores/document.ts';
import { SearchFields } from './search-fields.tsx';
import { type DraftRow, readRow, type Sweepable, sweepable, sweepOf, type Wanted } from './sweep-draft.ts';
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
            {wanted ? countWords(wanted) : ''}
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
      <SearchFields draft={draft} among={among} />
      {refused.map((it) => (
        <p key={`${it.code} ${it.message}`} className="sweep-refused" role="alert">
          <Icon name="error" size={14} />
          {[it.message, it.fix].filter(Boolean).join(' ')}
        </p>
      ))}
    </Dialog>
  );
}

function countWords({ runs, rounds }: Wanted): string {
  if (rounds)
    return `${rounds.runs} runs in ${rounds.count} rounds: ${rounds.budget} ${rounds.of.toLowerCase()} together.`;
  return runs > 200 ? 'That is many: each is trained from its beginning.' : '';
}

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
