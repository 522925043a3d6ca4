import type { MenuCommand, Recovery } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { problemOf } from '../problem-of.ts';
import { goByTabs } from '../stores/tabs.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { closeDocuments, reopenClosed } from './close-document.ts';
import { droppedText } from './dropped-text.ts';
import { closeFileQuestion, tellRefused } from './file-question.ts';
import { restoreAll, restoreRecovered } from './recovered.ts';
import { saveAll, saveDocument } from './save-document.ts';
import { showCopy, showEmpty, showOpened } from './show-document.ts';
import { Turns } from './turns.ts';

/** All that opens and closes documents takes its turn here. */
export const turns = new Turns();

const changeDocument = (work: () => unknown): void =>
  void turns.unlessBusy(async () => {
    await work();
  });

/** Asks for a file and opens it. */
async function pickDocument(): Promise<void> {
  try {
    const opened = await unwrap(bridge().call['document.open']({}));
    if (opened) showOpened(opened);
  } catch (error) {
    tellRefused('the file', problemOf(error));
  }
}

/** Opens a file of the list of recent ones. */
export function openRecent(ticket: string, name: string): void {
  changeDocument(async () => {
    try {
      showOpened(await unwrap(bridge().call['document.reopen']({ ticket })));
    } catch (error) {
      tellRefused(name, problemOf(error));
    }
  });
}

/** Opens a copy of a template. */
export const openCopy = (name: string, text: string): void => changeDocument(() => showCopy(name, text));

/** Opens copies of files that were dropped here; what cannot be read is told of, and keeps no other away. */
export const openDropped = (files: readonly File[]): void =>
  changeDocument(async () => {
    for (const file of files) {
      const text = await droppedText(file);
      if (text.ok) showCopy(file.name, text.value);
      else tellRefused(file.name, text.problem);
    }
  });

/** Goes on with work that was never saved. */
export const openRecovered = (work: Recovery): void =>
  changeDocument(() => {
    closeFileQuestion('recovered');
    restoreRecovered(work);
  });

/** Goes on with all of it, and with the files that were open beside it. */
export const openAllRecovered = (): void => changeDocument(restoreAll);

/** Main asks for it before the window closes. Closes nothing where a save fails or is cancelled. */
export async function saveThenClose(): Promise<void> {
  if ((await saveAll()) === 'saved') await bridge().call['window.close']({});
}

function toggleGallery(): void {
  const { gallery, comparing } = useView.getState();
  if (comparing) useView.setState({ comparing: false, gallery: gallery === 'start' ? 'start' : 'over' });
  else if (gallery !== 'start') useView.setState({ gallery: gallery === 'over' ? 'closed' : 'over' });
}

/** Closes these documents, once whoever has unsaved work was asked about. */
export const askThenClose = (keys: readonly string[]): void => changeDocument(() => closeDocuments(keys));

const closeWindow = (): void => void bridge().call['window.close']({});

/** What is in front: the gallery, the document, and where none is open the window itself. */
function closeFront(): void {
  const { gallery } = useView.getState();
  if (gallery === 'over') toggleGallery();
  else if (gallery === 'start') closeWindow();
  else askThenClose([useWorkspace.getState().active]);
}

export const fileCommands = {
  new: () => changeDocument(showEmpty),
  open: () => changeDocument(pickDocument),
  save: () => void saveDocument(),
  'save-as': () => void saveDocument(true),
  'close-tab': closeFront,
  'reopen-closed': () => changeDocument(reopenClosed),
  'next-tab': () => goByTabs(1),
  'previous-tab': () => goByTabs(-1),
  close: closeWindow,
  gallery: toggleGallery,
  'save-then-close': () => void saveThenClose(),
} satisfies Partial<Record<MenuCommand, () => void>>;
