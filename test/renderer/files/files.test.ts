import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bridge, unwrap } from '../../../renderer/bridge.ts';
import { fileCommands, openRecent, saveThenClose, turns } from '../../../renderer/files/file-commands.ts';
import { closeFileQuestion, useFileQuestions } from '../../../renderer/files/file-question.ts';
import type { UnsavedAnswer } from '../../../renderer/files/guard.ts';
import { keepWork, keepWorkNow } from '../../../renderer/files/keep-work.ts';
import { findRecovered, restoreRecovered, useRecovered } from '../../../renderer/files/recovered.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { showCopy, showEmpty, showOpened } from '../../../renderer/files/show-document.ts';
import { tellWindow } from '../../../renderer/files/tell-window.ts';
import { edit, isDirty, replaceDocument, useDocument } from '../../../renderer/stores/document.ts';
import { useView } from '../../../renderer/stores/view.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { setTitle } from '../../../src/pipeline/edits.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import { temporaryFolders } from '../../runtime/temporary-folder.ts';
import { type MainAtHand, mainAtHand } from './main-at-hand.ts';

const folderOf = temporaryFolders();
let folder: string;
let main: MainAtHand;
let stop: (() => void)[] = [];

beforeEach(async () => {
  folder = folderOf();
  main = await mainAtHand(folder);
  replaceDocument(emptyDocument());
  stop = [keepWork(), tellWindow()];
});
afterEach(() => {
  for (const it of stop) it();
});

const file = (name: string): string => join(folder, name);
const rename = (title: string): boolean => edit('Rename', (it) => setTitle(it, title));
const open = () => useDocument.getState();
const kept = (): string[] =>
  existsSync(join(folder, 'state', 'recovery')) ? readdirSync(join(folder, 'state', 'recovery')) : [];
const question = () => useFileQuestions.getState().questions[0];
function answer(given: UnsavedAnswer): void {
  const asked = question();
  if (asked?.kind !== 'unsaved') throw new Error(`Nobody asks about unsaved work, but ${asked?.kind}`);
  asked.answer(given);
}
const never = (): never => {
  throw new Error('Nothing was found to restore');
};
/** What was asked of main and not waited for has been answered. */
const settled = (): Promise<unknown> => unwrap(bridge().call['recovery.list']({}));

async function savedAs(name: string, title: string): Promise<void> {
  rename(title);
  main.picks.push(file(name));
  expect(await saveDocument()).toBe('saved');
}

describe('Saving', () => {
  test('writes the document where the person says, and again to the same file without asking', async () => {
    await savedAs('mine.json', 'One');
    expect(readFileSync(file('mine.json'), 'utf8')).toBe(formatDocument(open().document));
    expect(open().fileName).toBe('mine.json');
    rename('Two');
    expect(await saveDocument()).toBe('saved');
    expect(parseDocument(readFileSync(file('mine.json'), 'utf8'))).toMatchObject({ value: { title: 'Two' } });
    expect(isDirty(open())).toBe(false);
  });

  test('under another name goes on with that name and leaves the first file as it was', async () => {
    await savedAs('mine.json', 'One');
    const before = readFileSync(file('mine.json'), 'utf8');
    rename('Two');
    main.picks.push(file('other.json'));
    expect(await saveDocument(true)).toBe('saved');
    expect(open().fileName).toBe('other.json');
    expect(readFileSync(file('mine.json'), 'utf8')).toBe(before);
  });

  test('that is cancelled changes nothing', async () => {
    rename('One');
    main.picks.push(undefined);
    expect(await saveDocument()).toBe('cancelled');
    expect(isDirty(open())).toBe(true);
    expect(open().ticket).toBeNull();
  });

  test('that fails leaves the document unsaved, and says so', async () => {
    rename('One');
    writeFileSync(file('no-folder'), '');
    main.picks.push(file('no-folder/mine.json'));
    expect(await saveDocument()).toBe('failed');
    expect(isDirty(open())).toBe(true);
    main.picks.push(file('mine.json'));
    expect(await saveDocument()).toBe('saved');
  });

  test('does not count what was drawn meanwhile as saved', async () => {
    rename('One');
    main.picks.push(file('mine.json'));
    const saving = saveDocument();
    rename('Two');
    expect(await saving).toBe('saved');
    expect(isDirty(open())).toBe(true);
    expect(parseDocument(readFileSync(file('mine.json'), 'utf8'))).toMatchObject({ value: { title: 'One' } });
  });

  test('does not give its file to a document that was opened meanwhile', async () => {
    rename('One');
    main.picks.push(file('mine.json'));
    const saving = saveDocument();
    replaceDocument(emptyDocument('Another'));
    expect(await saving).toBe('saved');
    expect(open().ticket).toBeNull();
    expect(open().document.title).toBe('Another');
  });
});

describe('Opening', () => {
  test('a file binds the document to it', async () => {
    writeFileSync(file('given.json'), formatDocument(emptyDocument('Given')));
    main.picks.push(file('given.json'));
    fileCommands.open();
    await turns.next(async () => {});
    expect(open()).toMatchObject({ fileName: 'given.json', document: { title: 'Given' } });
    expect(isDirty(open())).toBe(false);
  });

  test('a recent file again is possible by its ticket alone', async () => {
    await savedAs('mine.json', 'One');
    await showEmpty();
    const [recent] = await unwrap(bridge().call['document.recent']({}));
    openRecent(recent?.ticket ?? '', 'mine.json');
    await turns.next(async () => {});
    expect(open().document.title).toBe('One');
  });

  test.each([
    ['no JSON', '{ "potstill": 1,, }'],
    ['a newer format', '{ "potstill": 99 }'],
    ['another thing', '{ "name": "package" }'],
  ])('%s is refused with its reason and touches nothing', async (_what, text) => {
    await savedAs('mine.json', 'One');
    rename('Two');
    const before = open();
    expect(await showOpened({ ticket: '0'.repeat(32), name: 'bad.json', text })).toBe(false);
    expect(open()).toBe(before);
    expect(question()).toMatchObject({ kind: 'refused', name: 'bad.json' });
    closeFileQuestion('refused');
  });

  test('what is gone is refused with its reason', async () => {
    await savedAs('mine.json', 'One');
    const { ticket } = open();
    rmSync(file('mine.json'));
    openRecent(ticket ?? '', 'mine.json');
    await turns.next(async () => {});
    expect(question()).toMatchObject({ kind: 'refused', problem: { code: 'file-missing' } });
    closeFileQuestion('refused');
  });

  test('a copy has no file and nothing to save', async () => {
    await showCopy('template', formatDocument(emptyDocument('Template')));
    expect(open()).toMatchObject({ ticket: null, fileName: null, document: { title: 'Template' } });
    expect(isDirty(open())).toBe(false);
  });

  test('asks first where work would go, and keeps it when that is cancelled', async () => {
    rename('Mine');
    const before = open();
    const showing = showEmpty();
    expect(question()).toMatchObject({ kind: 'unsaved', name: 'Mine' });
    answer('cancel');
    await showing;
    expect(open()).toBe(before);
  });

  test('asks before a file or a template takes the place of work, after it was read', async () => {
    rename('Mine');
    const before = open();
    const showing = showCopy('template', formatDocument(emptyDocument('Template')));
    answer('cancel');
    expect(await showing).toBe(false);
    expect(open()).toBe(before);
  });

  test('saves first where the person says so', async () => {
    rename('Mine');
    main.picks.push(file('mine.json'));
    const showing = showEmpty();
    answer('save');
    await showing;
    expect(existsSync(file('mine.json'))).toBe(true);
    expect(open().document.title).toBe('Untitled');
  });
});

describe('Unsaved work', () => {
  test('is kept under the document’s own key, and dropped once it is saved', async () => {
    rename('Mine');
    await keepWorkNow();
    expect(kept()).toEqual([`${open().key}.1.json`]);
    main.picks.push(file('mine.json'));
    await saveDocument();
    await settled();
    expect(kept()).toEqual([]);
  });

  test('is dropped once it is undone by hand', async () => {
    rename('Mine');
    await keepWorkNow();
    rename('Untitled');
    await settled();
    expect(kept()).toEqual([]);
  });

  test('is dropped where the person does not want it, and nothing of the next document is', async () => {
    rename('Mine');
    await keepWorkNow();
    const showing = showEmpty();
    answer('discard');
    await showing;
    rename('Next');
    await keepWorkNow();
    await settled();
    expect(kept()).toEqual([`${open().key}.1.json`]);
  });

  test('comes back bound to its file, unsaved, and is kept on under its key', async () => {
    await savedAs('mine.json', 'One');
    rename('Two');
    await keepWorkNow();
    const { key } = open();
    // The window dies: nothing is said any more, and the next one starts.
    for (const it of stop.splice(0)) it();
    replaceDocument(emptyDocument());
    stop = [keepWork(), tellWindow()];
    const [work] = await findRecovered();
    expect(work).toMatchObject({ key, name: 'mine.json' });
    if (work) await restoreRecovered(work);
    expect(open()).toMatchObject({ key, fileName: 'mine.json', document: { title: 'Two' } });
    expect(isDirty(open())).toBe(true);
    expect(useRecovered.getState().found).toEqual([]);
    expect(await saveDocument()).toBe('saved');
    await settled();
    expect(parseDocument(readFileSync(file('mine.json'), 'utf8'))).toMatchObject({ value: { title: 'Two' } });
    expect(kept()).toEqual([]);
  });

  test('takes the place of work that was given up, which is dropped', async () => {
    rename('First');
    await keepWorkNow();
    for (const it of stop.splice(0)) it();
    replaceDocument(emptyDocument());
    stop = [keepWork(), tellWindow()];
    rename('Second');
    await keepWorkNow();
    const [first] = (await findRecovered()).filter((it) => it.name === 'First');
    const restoring = restoreRecovered(first ?? never());
    answer('discard');
    await restoring;
    await settled();
    expect(new Set(kept().map((it) => it.split('.')[0]))).toEqual(new Set([first?.key]));
  });

  test('that cannot be kept does not stop the work, and is kept once that is possible again', async () => {
    writeFileSync(join(folder, 'state', 'recovery'), 'a file stands where the folder should');
    rename('Mine');
    await keepWorkNow();
    rename('Mine still');
    rmSync(join(folder, 'state', 'recovery'));
    await keepWorkNow();
    expect(kept()).toEqual([`${open().key}.1.json`]);
  });
});

describe('The window', () => {
  test('hears the name and whether work would be lost, each time that changes', async () => {
    useView.setState({ gallery: 'start' });
    await settled();
    expect(main.described()).toEqual({ name: '', dirty: false });
    await showEmpty();
    rename('Mine');
    await settled();
    expect(main.described()).toEqual({ name: 'Mine', dirty: true });
    rename('Untitled');
    await settled();
    expect(main.described()).toEqual({ name: 'Untitled', dirty: false });
  });

  test('closes after a save that the close question asked for, and only after one that succeeded', async () => {
    rename('Mine');
    main.picks.push(undefined, file('mine.json'));
    await saveThenClose();
    expect(main.closing()).toBe(false);
    await saveThenClose();
    expect(main.closing()).toBe(true);
  });
});
