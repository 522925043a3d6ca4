import { useRef, useState } from 'react';
import { setTitle } from '../../src/pipeline/edits.ts';
import { edit, isDirty, useDocument } from '../stores/document.ts';
import './document-name.css';

/** The pipeline's title, to be written over, and below it the file that it is in. */
export function DocumentName() {
  const title = useDocument((it) => it.document.title);
  const fileName = useDocument((it) => it.fileName);
  const dirty = useDocument(isDirty);
  const [writing, setWriting] = useState(false);
  const shown = title.trim() || 'Untitled';
  const state = dirty ? ' · unsaved changes' : fileName === null ? '' : ' · saved';
  return (
    <div className="document-name">
      {writing ? (
        <TitleField title={title} onDone={() => setWriting(false)} />
      ) : (
        <h1 className="document-title">
          <button
            type="button"
            className="document-title-button"
            title={`${shown} – rename`}
            onClick={() => setWriting(true)}
          >
            <span className="truncate">{shown}</span>
          </button>
          {dirty && <span className="document-dot" title="Unsaved changes" />}
        </h1>
      )}
      <p className="document-file truncate" title={fileName ?? undefined}>
        {fileName ?? 'Not in a file yet'}
        {state}
      </p>
    </div>
  );
}

function TitleField({ title, onDone }: { title: string; onDone: () => void }) {
  const given = useRef(false);
  const finish = (value: string | null): void => {
    if (given.current) return;
    given.current = true;
    const next = value?.trim();
    if (next) edit('Rename the pipeline', (it) => setTitle(it, next));
    onDone();
  };
  return (
    <input
      className="document-title-field"
      aria-label="Title of the pipeline"
      defaultValue={title}
      maxLength={200}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it stands where the button was that was pressed
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value);
        else if (event.key === 'Escape') finish(null);
      }}
    />
  );
}
