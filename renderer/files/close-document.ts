import { isDirty, shownName } from '../stores/document.ts';
import { closeTab, endTyping, reopenTab, showTab } from '../stores/tabs.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { askUnsaved } from './file-question.ts';
import { mayLeave } from './guard.ts';
import { saveDocument } from './save-document.ts';

const openAt = (key: string) => useWorkspace.getState().documents[key];

/** Closes documents one after the other; whoever has unsaved work is shown and asked about first, and one “Cancel” ends it. */
export async function closeDocuments(keys: readonly string[]): Promise<void> {
  for (const key of keys) if (!(await closeOne(key))) return;
}

async function closeOne(key: string): Promise<boolean> {
  // What is being typed counts.
  if (key === useWorkspace.getState().active) endTyping();
  const open = openAt(key);
  if (!open) return true;
  // Nobody can say whether to keep what they do not see.
  if (isDirty(open)) showTab(key);
  const free = await mayLeave({
    isDirty: () => isDirty(openAt(key) ?? open),
    ask: () => askUnsaved(shownName(openAt(key) ?? open)),
    save: () => saveDocument(false, key),
  });
  if (free) closeTab(key);
  return free;
}

/** Opens again what was closed last. */
export const reopenClosed = (): void => void reopenTab();
