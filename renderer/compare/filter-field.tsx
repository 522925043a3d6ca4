import { Button } from '../design/button.tsx';
import { SearchField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import { useComparison } from './comparison.ts';
import type { Filter } from './filter.ts';
import './filter-field.css';

/** What can be typed, and what it finds. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['mnist', 'in the name, the pipeline, the state or a tag'],
  ['-mnist', 'not there'],
  ['temperature>2', 'a parameter, by its name in the form'],
  ['trainer.epochs=5', 'a parameter of one node'],
  ['accuracy>=97%', 'a result'],
  ['parameters<100k', 'k, M and G are thousands, millions, billions'],
  ['time>2min', 's, min and h'],
  ['tag=seed', 'has this tag; tag=none has no tag'],
  ['state!=done', 'anything else'],
  ['when>=2026-11', 'a year, a month or a day'],
  ['"Learning rate"<0.01', 'quotes around names with spaces'],
];

/** Where it is said which runs are shown: words and conditions, all of which must hold. */
export function FilterField({ filter }: { readonly filter: Filter }) {
  const query = useComparison((it) => it.query);
  const [problem] = filter.problems;
  const write = (next: string): void => {
    useComparison.setState({ query: next });
  };
  return (
    <div className="runs-query">
      <SearchField
        label="Filter: words, temperature>2, accuracy>=97%, tag=seed"
        value={query}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : 'runs-query-problem'}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          event.preventDefault();
          write('');
        }}
      />
      {problem !== undefined && (
        <p className="runs-query-problem" id="runs-query-problem" role="status">
          <Icon name="error" size={14} />
          {problem}
        </p>
      )}
      <Popover
        label="How to filter"
        trigger={(attributes) => (
          <Button look="quiet" size="small" icon="help" title="How to filter" {...attributes}>
            <span className="only-heard">How to filter</span>
          </Button>
        )}
      >
        {() => (
          <>
            <h2 className="popover-title">How to filter</h2>
            <dl className="runs-query-help selectable">
              {EXAMPLES.map(([query, meaning]) => (
                <div key={query}>
                  <dt>{query}</dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
            <p className="runs-query-note">All that is typed must hold.</p>
          </>
        )}
      </Popover>
    </div>
  );
}
