import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bridge, unwrap } from '../../../renderer/bridge.ts';
import { askThenClose, openRecent, saveThenClose } from '../../../renderer/files/file-commands.ts';
import { keepWorkNow } from '../../../renderer/files/keep-work.ts';
import {
  countAll,
  findRecovered,
  restoreAll,
  restoreRecovered,
  useRecovered,
} from '../../../renderer/files/recovered.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { showEmpty, showRecovered } from '../../../renderer/files/show-document.ts';
import { isDirty } from '../../../renderer/stores/document.ts';
import { openTab, showTab } from '../../../renderer/stores/tabs.ts';
import { useView } from '../../../renderer/stores/view.ts';
import { useWorkspace } from '../../../renderer/stores/workspace.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';
import { asking, open, pageAtHand, rename, settled, settledTurns, tabs } from './page-at-hand.ts';

const { answer, dieAndStart, file, kept, main, recovery, savedAs } = pageAtHand();

const never = (): never => {
  throw new Error('Nothing was found to restore');
};

describe('Unsaved work', () => {
  test('is kept under the document’s own key, and dropped once it is saved', async () => {
    rename('Mine');
    await keepWorkNow();
    expect(kept()).toEqual([`${open().key}.1.json`]);
    main().picks.push(file('mine.json'));
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
    askThenClose([open().key]);
    await asking();
    answer('discard');
    await settledTurns();
    rename('Next');
    await keepWorkNow();
    await settled();
    expect(kept()).toEqual([`${open().key}.1.json`]);
  });

  test('is kept of every tab, whichever is in front', async () => {
    rename('One');
    openTab(emptyDocument('Two'));
    rename('Two changed');
    openTab(emptyDocument('Three'), { ticket: '3'.repeat(32) });
    await keepWorkNow();
    const works = await unwrap(bridge().call['recovery.list']({}));
    expect(works.map((it) => it.name).sort()).toEqual(['One', 'Two changed']);
  });

  test('comes back bound to its file, unsaved, and is kept on under its key', async () => {
    await savedAs('mine.json', 'One');
    rename('Two');
    await keepWorkNow();
    const { key } = open();
    dieAndStart();
    const [work] = await findRecovered();
    expect(work).toMatchObject({ key, name: 'mine.json' });
    restoreRecovered(work ?? never());
    expect(open()).toMatchObject({ key, fileName: 'mine.json', document: { title: 'Two' } });
    expect(isDirty(open())).toBe(true);
    expect(useRecovered.getState().found).toEqual([]);
    expect(await saveDocument()).toBe('saved');
    await settled();
    expect(parseDocument(readFileSync(file('mine.json'), 'utf8'))).toMatchObject({ value: { title: 'Two' } });
    expect(kept()).toEqual([]);
  });

  test('comes back in all tabs, in their order, beside those that were saved', async () => {
    await savedAs('a.json', 'A');
    rename('A changed');
    openTab(emptyDocument('B'));
    await savedAs('b.json', 'B saved');
    openTab(emptyDocument('C'));
    rename('C never saved');
    showTab(useWorkspace.getState().order[1] ?? '');
    await keepWorkNow();
    await settled();
    const before = tabs();
    expect(before).toEqual(['A changed', 'B saved', 'C never saved']);
    dieAndStart();
    await findRecovered();
    expect(countAll(useRecovered.getState())).toBe(3);
    await restoreAll();
    expect(tabs()).toEqual(before);
    expect(open()).toMatchObject({ fileName: 'b.json', document: { title: 'B saved' } });
    const dirty = Object.values(useWorkspace.getState().documents).map(
      (it) => [it.document.title, isDirty(it), it.fileName] as const,
    );
    expect(new Set(dirty)).toEqual(
      new Set([
        ['A changed', true, 'a.json'],
        ['B saved', false, 'b.json'],
        ['C never saved', true, null],
      ]),
    );
    // Told once: the next page brings nothing back by itself.
    expect(await unwrap(bridge().call['recovery.tabs']({}))).toEqual({ tabs: [], active: null });
  });

  test('of a file that was opened and changed meanwhile goes on beside it, and cannot go over it', async () => {
    await savedAs('a.json', 'A');
    const { ticket } = open();
    rename('A from before');
    await keepWorkNow();
    dieAndStart();
    const [work] = await findRecovered();
    openRecent(ticket ?? '', 'a.json');
    await settledTurns();
    rename('A of now');
    expect(showRecovered(work ?? never())).toBe(true);
    expect(tabs()).toEqual(['A of now', 'A from before']);
    expect(open()).toMatchObject({ ticket: null, saved: null });
  });

  test('that cannot be kept does not stop the work, and is kept once that is possible again', async () => {
    writeFileSync(recovery(), 'a file stands where the folder should');
    rename('Mine');
    await keepWorkNow();
    rename('Mine still');
    rmSync(recovery());
    await keepWorkNow();
    expect(kept()).toEqual([`${open().key}.1.json`]);
  });
});

describe('The window', () => {
  test('hears the name and whether work would be lost, each time that changes', async () => {
    useView.setState({ gallery: 'start' });
    await settled();
    expect(main().described()).toEqual({ name: '', dirty: false, tabs: [], active: null });
    showEmpty();
    rename('Mine');
    await settled();
    const { key } = open();
    expect(main().described()).toEqual({
      ...{ name: 'Mine', dirty: true, active: key },
      tabs: [{ key, name: 'Mine', ticket: null, dirty: true }],
    });
    rename('Untitled');
    await settled();
    expect(main().described()).toMatchObject({ name: 'Untitled', dirty: false });
  });

  test('closes once all that is unsaved was saved, each in its own file', async () => {
    await savedAs('a.json', 'A');
    rename('A changed');
    openTab(emptyDocument('B'));
    await savedAs('b.json', 'B saved');
    openTab(emptyDocument('C'));
    rename('C changed');
    showTab(useWorkspace.getState().order[0] ?? '');
    const untouched = readFileSync(file('b.json'));
    main().picks.push(undefined, file('c.json'));
    await saveThenClose();
    expect(main().closing()).toBe(false);
    // What needs a place is in front while it is asked for.
    expect(open().document.title).toBe('C changed');
    await saveThenClose();
    expect(main().closing()).toBe(true);
    const titles = ['a.json', 'c.json'].map((it) => JSON.parse(readFileSync(file(it), 'utf8')).title);
    expect(titles).toEqual(['A changed', 'C changed']);
    expect(readFileSync(file('b.json'))).toEqual(untouched);
  });

  test('closes after a save that the close question asked for, and only after one that succeeded', async () => {
    rename('Mine');
    main().picks.push(undefined, file('mine.json'));
    await saveThenClose();
    expect(main().closing()).toBe(false);
    await saveThenClose();
    expect(main().closing()).toBe(true);
  });
});
