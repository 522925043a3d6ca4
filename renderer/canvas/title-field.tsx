import { useEffect, useRef } from 'react';
import { setNodeTitle } from '../../src/pipeline/edits.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { surface } from './surface.ts';

/** A node's title; a text field while it is being renamed. */
export function TitleField({ id, title }: { id: string; title: string }) {
  const renaming = useView((it) => it.renaming === id);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (renaming) field.current?.select();
  }, [renaming]);
  if (!renaming)
    return (
      <h3 className="card-title truncate" title={title}>
        {title}
      </h3>
    );
  const done = (name: string): void => {
    useView.setState({ renaming: null });
    rename(id, name);
  };
  return (
    <input
      ref={field}
      className="card-title-field nodrag nopan nokey"
      aria-label="Name of the node"
      defaultValue={title}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      onBlur={(event) => done(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') event.currentTarget.value = title;
        if (event.key === 'Escape' || event.key === 'Enter') surface()?.focusNode(id);
      }}
    />
  );
}

/** The definition's own title, or none, is not a name of the person's. */
export function rename(id: string, name: string): void {
  const type = useDocument.getState().document.nodes[id]?.type ?? '';
  const own = name.trim() === definitions.get(type)?.title ? '' : name.trim();
  edit('Rename node', (document) => setNodeTitle(document, id, own));
}
