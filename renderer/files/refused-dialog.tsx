import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useView } from '../stores/view.ts';
import { fileCommands } from './file-commands.ts';
import { closeFileQuestion, type FileQuestion } from './file-question.ts';
import { Refusal } from './refusal.tsx';

type RefusedDialogProps = Pick<Extract<FileQuestion, { kind: 'refused' }>, 'name' | 'problem'>;

/** Says why a file was not opened, where it stands and what to do. */
export function RefusedDialog({ name, problem }: RefusedDialogProps) {
  const documentOpen = useView((it) => it.gallery !== 'start');
  const close = () => closeFileQuestion('refused');
  return (
    <Dialog
      title={`Could not open ${name}`}
      onClose={close}
      actions={
        <>
          <Button
            onClick={() => {
              close();
              fileCommands.open();
            }}
          >
            Open another…
          </Button>
          <Button look="primary" data-first-focus onClick={close}>
            OK
          </Button>
        </>
      }
    >
      <Refusal problem={problem}>{documentOpen && <p>The pipeline that is open stays as it is.</p>}</Refusal>
    </Dialog>
  );
}
