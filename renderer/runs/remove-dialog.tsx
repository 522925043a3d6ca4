import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useRuns } from '../stores/runs.ts';
import { usePanelView } from './panel-view.ts';

/** Asks before runs are deleted: nothing brings them back. */
export function RemoveDialog() {
  const removing = usePanelView((it) => it.removing);
  const summaries = useRuns((it) => it.summaries);
  const titles = (summaries ?? []).filter(({ run }) => removing.includes(run)).map((it) => it.title);
  const [title] = titles;
  if (title === undefined) return null;
  const close = (): void => usePanelView.setState({ removing: [] });
  const one = titles.length === 1;
  return (
    <Dialog
      title={one ? `Remove “${title}”?` : `Remove ${titles.length} runs?`}
      onClose={close}
      actions={
        <>
          <Button data-first-focus onClick={close}>
            Cancel
          </Button>
          <Button
            look="danger"
            onClick={() => {
              close();
              void useRuns.getState().removeAll(removing);
            }}
          >
            {one ? 'Remove run' : `Remove ${titles.length} runs`}
          </Button>
        </>
      }
    >
      {one ? (
        <p>
          Its folder is deleted with its curves, checkpoints and saved models. This cannot be undone. The
          pipeline on the canvas stays as it is.
        </p>
      ) : (
        <p>
          Their folders are deleted with their curves, checkpoints and saved models. This cannot be undone.
          The pipeline on the canvas stays as it is.
        </p>
      )}
    </Dialog>
  );
}
