import { useState } from 'react';
import { setTitle } from '../../src/pipeline/edits.ts';
import { RenameField } from '../design/rename-field.tsx';
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
        <RenameField
          className="document-title-field"
          label="Title of the pipeline"
          name={title}
          onDone={(next) => {
            if (next) edit('Rename the pipeline', (it) => setTitle(it, next));
            setWriting(false);
          }}
        />
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
        <span>{fileName ?? 'Not in a file yet'}</span>
        {state}
      </p>
    </div>
  );
}
