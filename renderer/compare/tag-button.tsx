import { useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { moveFocus } from '../design/move-focus.ts';
import { Popover } from '../design/popover.tsx';
import { useRuns } from '../stores/runs.ts';
import { useComparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { readTags, type TagCount, tagCounts } from './tags.ts';

/** Gives the chosen runs tags, and takes them. Tags are kept with each run on disk. */
export function TagButton({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <Popover
      label="Tags of the chosen runs"
      trigger={(attributes) => (
        <Button look="quiet" size="small" icon="tag" {...attributes}>
          Tags
        </Button>
      )}
    >
      {() => <Tags entries={entries} />}
    </Popover>
  );
}

function Tags({ entries }: { readonly entries: readonly Entry[] }) {
  const chosen = useComparison((it) => it.chosen);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const add = (): void => {
    const read = readTags(text);
    if ('problem' in read) {
      setProblem(read.problem);
      return;
    }
    setText('');
    if (read.tags.length > 0) void useRuns.getState().tag(chosen, read.tags, []);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead through the lines within
    <div onKeyDown={moveFocus}>
      <Field
        label="New tag"
        help="Enter adds it to all chosen runs. Commas divide several."
        problem={problem}
      >
        {(control) => (
          <input
            {...control}
            ref={field}
            className="input"
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setProblem(undefined);
            }}
            onKeyDown={(event) => event.key === 'Enter' && add()}
          />
        )}
      </Field>
      {tagCounts(entries, chosen).map((it) => (
        <TagLine key={it.tag} {...it} chosen={chosen} />
      ))}
    </div>
  );
}

function TagLine({ tag, count, all, chosen }: TagCount & { readonly chosen: readonly string[] }) {
  const box = useRef<HTMLInputElement>(null);
  const some = count > 0 && !all;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <div className="column-line">
      <label className="column-label">
        <input
          ref={box}
          type="checkbox"
          data-stop=""
          checked={all}
          onChange={() => void useRuns.getState().tag(chosen, all ? [] : [tag], all ? [tag] : [])}
        />
        <span className="truncate">{tag}</span>
        {some && <span className="column-of">{`${count} of ${chosen.length}`}</span>}
      </label>
    </div>
  );
}
