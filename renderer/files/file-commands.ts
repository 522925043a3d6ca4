import type { MenuCommand, Recovery } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { problemOf } from '../problem-of.ts';
import { useView } from '../stores/view.ts';
import { tellRefused } from './file-question.ts';
import { restoreRecovered } from './recovered.ts';
import { saveDocument } from './save-document.ts';
import { showCopy, showEmpty, showOpened } from './show-document.ts';
import { Turns } from './turns.ts';

/** All that puts another document in place of the open one takes its turn here. */
export const turns = new Turns();

const changeDocument = (work: () => Promise<unknown>): void =>
  void turns.unlessBusy(async () => {
    await work();
  });

/** Asks for a file and opens it. */
async function pickDocument(): Promise<void> {
  try {
    const opened = await unwrap(bridge().call['document.open']({}));
    if (opened) await showOpened(opened);
  } catch (error) {
    tellRefused('the file', problemOf(error));
  }
}

/** Opens a file of the list of recent ones. */
export function openRecent(ticket: string, name: string): void {
  changeDocument(async () => {
    try {
      await showOpened(await unwrap(bridge().call['document.reopen']({ ticket })));
    } catch (error) {
      tellRefused(name, problemOf(error));
    }
  });
}

/** Opens a copy of a template or of a file that was dropped here. */
export const openCopy = (name: string, text: string): void => changeDocument(() => showCopy(name, text));

/** Goes on with work that was never saved. */
export const openRecovered = (work: Recovery): void => changeDocument(() => restoreRecovered(work));

/** Main asks for it before the window closes. Closes nothing where the save fails or is cancelled. */
export async function saveThenClose(): Promise<void> {
  if ((await saveDocument()) === 'saved') await bridge().call['window.close']({});
}

function toggleGallery(): void {
  const { gallery, comparing } = useView.getState();
  if (comparing) useView.setState({ comparing: false, gallery: gallery === 'start' ? 'start' : 'over' });
  else if (gallery !== 'start') useView.setState({ gallery: gallery === 'over' ? 'closed' : 'over' });
}

export const fileCommands = {
  new: () => changeDocument(showEmpty),
  open: () => changeDocument(pickDocument),
  save: () => void saveDocument(),
  'save-as': () => void saveDocument(true),
  close: () => void bridge().call['window.close']({}),
  gallery: toggleGallery,
  'save-then-close': () => void saveThenClose(),
} satisfies Partial<Record<MenuCommand, () => void>>;
