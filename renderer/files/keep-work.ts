import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { dismissToast, showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { isDirty, shownName, useDocument } from '../stores/document.ts';
import { Autosave, type Clock } from './autosave.ts';

const clock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The document whose work main keeps now; null where there is nothing to lose. */
let kept: string | null = null;
let warning: number | undefined;

const autosave = new Autosave({
  clock,
  keep: async () => {
    const open = useDocument.getState();
    if (!isDirty(open)) return;
    const { key, ticket, document, fileName } = open;
    kept = key;
    const name = (fileName ?? shownName(open)).slice(0, 255);
    await unwrap(bridge().call['recovery.keep']({ key, name, ticket, text: formatDocument(document) }));
    if (warning !== undefined) dismissToast(warning);
  },
  failed: (error) => {
    const { message } = problemOf(error);
    warning = showToast({
      tone: 'problem',
      text: `Unsaved work cannot be kept safe. ${message}`,
      more: 'Save your pipeline to a file; a crash would lose what is not saved.',
    });
  },
});

function drop(): void {
  autosave.cancel();
  if (kept === null) return;
  // Nobody waits for it: what stays behind after a failure is offered at the next start, and does no harm.
  void bridge().call['recovery.drop']({ key: kept });
  kept = null;
}

/** Keeps unsaved work while it is unsaved, from now on; returns its undoing. */
export function keepWork(): () => void {
  const stop = useDocument.subscribe((now, before) => {
    const dirty = isDirty(now);
    // The document before was saved, or the person gave its changes up.
    if (now.key !== before.key || !dirty) drop();
    if (!dirty || now.document === before.document) return;
    if (now.key !== before.key) void autosave.flush();
    else autosave.changed();
  });
  return () => {
    stop();
    autosave.cancel();
  };
}

/** Keeps what is unsaved at once; resolves when it is on disk, or could not be put there. */
export const keepWorkNow = (): Promise<void> => autosave.flush();
