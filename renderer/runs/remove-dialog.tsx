import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useRuns } from '../stores/runs.ts';
import { usePanelView } from './panel-view.ts';

/** Asks before a run is deleted: nothing brings it back. */
export function RemoveDialog() {
  const removing = usePanelView((it) => it.removing);
  const title = useRuns((it) => it.summaries?.find(({ run }) => run === removing)?.title);
  if (removing === null || title === undefined) return null;
  const close = (): void => usePanelView.setState({ removing: null });
  return (
    <Dialog
      title={`Remove “${title}”?`}
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
              void useRuns.getState().remove(removing);
            }}
          >
            Remove run
          </Button>
        </>
      }
    >
      <p>
        Its folder is deleted with its curves, checkpoints and saved models. This cannot be undone. The
        pipeline on the canvas stays as it is.
      </p>
    </Dialog>
  );
}
