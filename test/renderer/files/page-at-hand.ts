import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { bridge, unwrap } from '../../../renderer/bridge.ts';
import { turns } from '../../../renderer/files/file-commands.ts';
import { useFileQuestions } from '../../../renderer/files/file-question.ts';
import type { UnsavedAnswer } from '../../../renderer/files/guard.ts';
import { keepWork } from '../../../renderer/files/keep-work.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { tellWindow } from '../../../renderer/files/tell-window.ts';
import { edit, useDocument } from '../../../renderer/stores/document.ts';
import { useView } from '../../../renderer/stores/view.ts';
import { type OpenDocument, useWorkspace } from '../../../renderer/stores/workspace.ts';
import { setTitle } from '../../../src/pipeline/edits.ts';
import { temporaryFolders } from '../../runtime/temporary-folder.ts';
import { type MainAtHand, mainAtHand } from './main-at-hand.ts';

/** What a page does about files, with the real main process beside it; anew for each test of the file that calls it. */
export function pageAtHand() {
  const folderOf = temporaryFolders();
  const unopened = useWorkspace.getState();
  let folder = '';
  let main: MainAtHand;
  let stop: (() => void)[] = [];
  const file = (name: string): string => join(folder, name);
  const question = () => useFileQuestions.getState().questions[0];

  beforeEach(async () => {
    folder = folderOf();
    main = await mainAtHand(folder);
    useWorkspace.setState(unopened, true);
    useView.setState({ gallery: 'closed' });
    stop = [keepWork(), tellWindow()];
  });
  afterEach(async () => {
    for (const it of stop) it();
    // What was told and is still being written must not come after the folder is gone.
    await main.tabs.end();
  });

  return {
    main: (): MainAtHand => main,
    file,
    question,
    /** Where unsaved work lies. */
    recovery: (): string => join(folder, 'state', 'recovery'),
    /** Files of unsaved work. */
    kept(): string[] {
      const recovery = join(folder, 'state', 'recovery');
      return existsSync(recovery) ? readdirSync(recovery) : [];
    },
    answer(given: UnsavedAnswer): void {
      const asked = question();
      if (asked?.kind !== 'unsaved') throw new Error(`Nobody asks about unsaved work, but ${asked?.kind}`);
      asked.answer(given);
    },
    async savedAs(name: string, title: string): Promise<void> {
      rename(title);
      main.picks.push(file(name));
      expect(await saveDocument()).toBe('saved');
    },
    /** The window dies: nothing is said any more, and the next one starts with nothing open. */
    dieAndStart(): void {
      for (const it of stop.splice(0)) it();
      const key = crypto.randomUUID();
      const empty = { ...Object.values(unopened.documents)[0], key } as OpenDocument;
      useWorkspace.setState({ ...unopened, documents: { [key]: empty }, order: [key], active: key }, true);
      useView.setState({ gallery: 'start' });
      main.tabs.forgetPage();
      stop = [keepWork(), tellWindow()];
    },
  };
}

export const open = (): OpenDocument => useDocument.getState();
export const rename = (title: string): boolean => edit('Rename', (it) => setTitle(it, title));

/** What the documents are called, in the order of their tabs. */
export const tabs = (): (string | undefined)[] =>
  useWorkspace.getState().order.map((it) => useWorkspace.getState().documents[it]?.document.title);

/** Whatever was to be opened or closed is. */
export const settledTurns = (): Promise<void> => turns.next(async () => {});

/** Whoever was asked to do something has come as far as it goes by itself. */
export const asking = (): Promise<void> => new Promise((done) => setImmediate(done));

/** What was asked of main and not waited for has been answered. */
export const settled = (): Promise<unknown> => unwrap(bridge().call['recovery.list']({}));
