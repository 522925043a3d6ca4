import { setNodeTitle } from '../../src/pipeline/edits.ts';
import { definitionsIn } from '../catalogue.ts';
import { RenameField } from '../design/rename-field.tsx';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { surface } from './surface.ts';

/** A node's title; a text field while it is being renamed. */
export function TitleField({ id, title }: { id: string; title: string }) {
  const renaming = useView((it) => it.renaming === id);
  if (!renaming)
    return (
      <h3 className="card-title truncate" title={title}>
        {title}
      </h3>
    );
  const done = (name: string | null, by: 'key' | 'press'): void => {
    useView.setState({ renaming: null });
    if (name !== null) rename(id, name);
    if (by === 'key') surface()?.focusNode(id);
  };
  return (
    <RenameField
      className="card-title-field nodrag nopan nokey"
      label="Name of the node"
      name={title}
      onDone={done}
    />
  );
}

/** The definition's own title, or none, is not a name of the person's. */
export function rename(id: string, name: string): void {
  const { document } = useDocument.getState();
  const type = document.nodes[id]?.type ?? '';
  const own = name.trim() === definitionsIn(document).get(type)?.title ? '' : name.trim();
  edit('Rename node', (it) => setNodeTitle(it, id, own));
}
