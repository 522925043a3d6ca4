import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import type { FileQuestion } from './file-question.ts';
import './file-dialogs.css';

type UnsavedDialogProps = Pick<Extract<FileQuestion, { kind: 'unsaved' }>, 'name' | 'answer'>;

/** Asks before unsaved changes would go. */
export function UnsavedDialog({ name, answer }: UnsavedDialogProps) {
  return (
    <Dialog
      title={`Save the changes to “${name}”?`}
      onClose={() => answer('cancel')}
      actions={
        <>
          <Button className="file-dialog-apart" onClick={() => answer('discard')}>
            Don't Save
          </Button>
          <Button onClick={() => answer('cancel')}>Cancel</Button>
          <Button look="primary" data-first-focus onClick={() => answer('save')}>
            Save
          </Button>
        </>
      }
    >
      <p>They will be lost if you do not save them.</p>
    </Dialog>
  );
}
