import { Segmented } from '../design/segmented.tsx';
import { budgets, type Sweepable, type SweepDraft } from './sweep-draft.ts';
import { changeDraft } from './sweep-state.ts';

const SEARCHES = [
  { value: 'grid', label: 'Every combination' },
  { value: 'random', label: 'At random' },
  { value: 'hyperband', label: 'Hyperband' },
] as const;

type SearchFieldsProps = { readonly draft: SweepDraft; readonly among: readonly Sweepable[] };

/** How the values are gone through. */
export function SearchFields({ draft, among }: SearchFieldsProps) {
  const { search, trials, seed, most, least, factor } = draft;
  const offered = budgets(among, draft.rows);
  const budget = offered.find((it) => it.key === draft.budget) ?? offered[0];
  return (
    <>
      <div className="sweep-search">
        <Segmented
          label="How values are gone through"
          options={SEARCHES}
          value={search}
          onChange={(next) => changeDraft({ search: next })}
        />
        {search === 'random' && (
          <NumberField label="Runs" value={trials} least={1} onChange={(it) => changeDraft({ trials: it })} />
        )}
        {search !== 'grid' && (
          <NumberField label="Seed" value={seed} least={0} onChange={(it) => changeDraft({ seed: it })} />
        )}
      </div>
      {search === 'hyperband' && (
        <>
          <p className="sweep-note">
            Many short trainings by drawn values; the best of each round are trained anew for longer.
          </p>
          <div className="sweep-search">
            <label className="sweep-number">
              <span>Length</span>
              <select
                className="input"
                value={budget?.key ?? ''}
                onChange={(event) => changeDraft({ budget: event.currentTarget.value })}
              >
                {offered.map((it) => (
                  <option key={it.key} value={it.key}>
                    {`${it.field.title} · ${it.nodeTitle}`}
                  </option>
                ))}
              </select>
            </label>
            <NumberField label="from" value={least} least={1} onChange={(it) => changeDraft({ least: it })} />
            <NumberField label="to" value={most} least={1} onChange={(it) => changeDraft({ most: it })} />
            <NumberField
              label="Keeps one in"
              value={factor}
              least={2}
              most={10}
              onChange={(it) => changeDraft({ factor: it })}
            />
          </div>
          {least > most && <p className="sweep-refused">The shortest training is longer than the longest.</p>}
        </>
      )}
    </>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most?: number;
  readonly onChange: (value: number) => void;
};

function NumberField({ label, value, least, most = 10_000, onChange }: NumberFieldProps) {
  return (
    <label className="sweep-number">
      <span>{label}</span>
      <input
        type="number"
        className="input"
        min={least}
        max={most}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= least && next <= most) onChange(next);
        }}
      />
    </label>
  );
}
