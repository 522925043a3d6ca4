import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { dismissToast, showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { isDirty, shownName } from '../stores/document.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { Autosave, type Clock } from './autosave.ts';

const clock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

type Keeping = {
  readonly autosave: Autosave;
  /** Main has something of it. */
  kept: boolean;
  warning: number | undefined;
};

/** By the key of each document that has had unsaved work. */
const keepings = new Map<string, Keeping>();

function keepingOf(key: string): Keeping {
  const known = keepings.get(key);
  if (known) return known;
  const autosave = new Autosave({ clock, keep: () => keep(key), failed: (error) => warn(key, error) });
  const keeping: Keeping = { autosave, kept: false, warning: undefined };
  keepings.set(key, keeping);
  return keeping;
}

async function keep(key: string): Promise<void> {
  const open = useWorkspace.getState().documents[key];
  if (!open || !isDirty(open)) return;
  const { ticket, document, fileName } = open;
  const keeping = keepingOf(key);
  keeping.kept = true;
  const name = (fileName ?? shownName(open)).slice(0, 255);
  await unwrap(bridge().call['recovery.keep']({ key, name, ticket, text: formatDocument(document) }));
  if (keeping.warning !== undefined) dismissToast(keeping.warning);
}

function warn(key: string, error: unknown): void {
  const { message } = problemOf(error);
  keepingOf(key).warning = showToast({
    tone: 'problem',
    text: `Unsaved work cannot be kept safe. ${message}`,
    more: 'Save your pipeline to a file; a crash would lose what is not saved.',
  });
}

/** It was saved, or the person gave its changes up. */
function drop(key: string): void {
  const keeping = keepings.get(key);
  if (!keeping) return;
  keepings.delete(key);
  keeping.autosave.cancel();
  // Nobody waits for it: what stays behind after a failure is offered at the next start, and does no harm.
  if (keeping.kept) void bridge().call['recovery.drop']({ key });
}

/** Keeps the unsaved work of every open document while it is unsaved, from now on; returns its undoing. */
export function keepWork(): () => void {
  const stop = useWorkspace.subscribe(({ documents: now }, { documents: before }) => {
    if (now === before) return;
    for (const key of Object.keys(before)) if (!now[key]) drop(key);
    for (const [key, open] of Object.entries(now)) {
      const old = before[key];
      if (open === old) continue;
      if (!isDirty(open)) drop(key);
      // What comes in unsaved was lost once already.
      else if (!old) void keepingOf(key).autosave.flush();
      else if (open.document !== old.document) keepingOf(key).autosave.changed();
    }
  });
  return () => {
    stop();
    for (const { autosave } of keepings.values()) autosave.cancel();
    keepings.clear();
  };
}

/** Keeps all that is unsaved at once; resolves when it is on disk, or could not be put there. */
export async function keepWorkNow(): Promise<void> {
  const dirty = Object.values(useWorkspace.getState().documents).filter(isDirty);
  await Promise.all(dirty.map(({ key }) => keepingOf(key).autosave.flush()));
}
