import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bridge, unwrap } from '../../../renderer/bridge.ts';
import { askThenClose, fileCommands, openRecent } from '../../../renderer/files/file-commands.ts';
import { closeFileQuestion } from '../../../renderer/files/file-question.ts';
import { keepWorkNow } from '../../../renderer/files/keep-work.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { showCopy, showEmpty, showOpened } from '../../../renderer/files/show-document.ts';
import { isDirty, undoEdit } from '../../../renderer/stores/document.ts';
import { openTab, showTab } from '../../../renderer/stores/tabs.ts';
import { useView } from '../../../renderer/stores/view.ts';
import { useWorkspace } from '../../../renderer/stores/workspace.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import { asking, open, pageAtHand, rename, settled, settledTurns, tabs } from './page-at-hand.ts';

const { answer, file, kept, main, question, savedAs } = pageAtHand();

describe('Opening', () => {
  test('a file binds the document to it', async () => {
    writeFileSync(file('given.json'), formatDocument(emptyDocument('Given')));
    main().picks.push(file('given.json'));
    fileCommands.open();
    await settledTurns();
    expect(open()).toMatchObject({ fileName: 'given.json', document: { title: 'Given' } });
    expect(isDirty(open())).toBe(false);
  });

  test('a recent file again is possible by its ticket alone', async () => {
    await savedAs('mine.json', 'One');
    showEmpty();
    const [recent] = await unwrap(bridge().call['document.recent']({}));
    openRecent(recent?.ticket ?? '', 'mine.json');
    await settledTurns();
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
    expect(showOpened({ ticket: '0'.repeat(32), name: 'bad.json', folder: 'home', text })).toBe(false);
    expect(open()).toBe(before);
    expect(question()).toMatchObject({ kind: 'refused', name: 'bad.json' });
    closeFileQuestion('refused');
  });

  test('what is gone is refused with its reason', async () => {
    await savedAs('mine.json', 'One');
    const { ticket } = open();
    rmSync(file('mine.json'));
    openRecent(ticket ?? '', 'mine.json');
    await settledTurns();
    expect(question()).toMatchObject({ kind: 'refused', problem: { code: 'file-missing' } });
    closeFileQuestion('refused');
  });

  test('a copy has no file and nothing to save', async () => {
    showCopy('template', formatDocument(emptyDocument('Template')));
    expect(open()).toMatchObject({ ticket: null, fileName: null, document: { title: 'Template' } });
    expect(isDirty(open())).toBe(false);
  });

  test('takes nothing away: what was open stays in its tab', async () => {
    rename('Mine');
    const { key } = open();
    showEmpty();
    showCopy('template', formatDocument(emptyDocument('Template')));
    expect(tabs()).toEqual(['Mine', 'Template']);
    expect(question()).toBeUndefined();
    showTab(key);
    expect(isDirty(open())).toBe(true);
  });

  test('a file that is open already goes to its tab, with what was drawn there', async () => {
    await savedAs('a.json', 'A');
    const { key, ticket } = open();
    rename('A changed');
    showEmpty();
    openRecent(ticket ?? '', 'a.json');
    await settledTurns();
    expect(open()).toMatchObject({ key, document: { title: 'A changed' } });
    expect(tabs()).toEqual(['A changed', 'Untitled']);
  });

  test('a file again that another program changed shows the change, unless there is work to lose', async () => {
    await savedAs('a.json', 'A');
    const { ticket } = open();
    writeFileSync(file('a.json'), formatDocument(emptyDocument('Theirs')));
    openRecent(ticket ?? '', 'a.json');
    await settledTurns();
    expect(tabs()).toEqual(['Theirs']);
    rename('Mine');
    writeFileSync(file('a.json'), formatDocument(emptyDocument('Theirs again')));
    openRecent(ticket ?? '', 'a.json');
    await settledTurns();
    expect(tabs()).toEqual(['Mine']);
    // What was seen is still what was worked on: the save asks (the first answer keeps both).
    main().picks.push(file('mine.json'));
    expect(await saveDocument()).toBe('saved');
    expect(parseDocument(readFileSync(file('a.json'), 'utf8'))).toMatchObject({
      value: { title: 'Theirs again' },
    });
  });
});

describe('Closing', () => {
  test('asks about unsaved work, and keeps it when that is cancelled', async () => {
    rename('Mine');
    const before = open();
    fileCommands['close-tab']();
    await asking();
    expect(question()).toMatchObject({ kind: 'unsaved', name: 'Mine' });
    answer('cancel');
    await settledTurns();
    expect(open()).toBe(before);
  });

  test('saves first where the person says so', async () => {
    rename('Mine');
    main().picks.push(file('mine.json'));
    fileCommands['close-tab']();
    await asking();
    answer('save');
    await settledTurns();
    expect(existsSync(file('mine.json'))).toBe(true);
    expect(tabs()).toEqual(['Untitled']);
    expect(useView.getState().gallery).toBe('start');
  });

  test('of several asks about each that has unsaved work, in front, and ends where that is cancelled', async () => {
    rename('One');
    openTab(emptyDocument('Two'), { ticket: '2'.repeat(32) });
    openTab(emptyDocument('Three'));
    rename('Three changed');
    openTab(emptyDocument('Four'), { ticket: '4'.repeat(32) });
    askThenClose(useWorkspace.getState().order);
    await asking();
    expect(open().document.title).toBe('One');
    answer('discard');
    await expect.poll(question).toMatchObject({ name: 'Three changed' });
    expect(tabs()).toEqual(['Three changed', 'Four']);
    answer('cancel');
    await settledTurns();
    expect(tabs()).toEqual(['Three changed', 'Four']);
  });

  test('of the gallery goes back to what is open, and of nothing ends the window', async () => {
    rename('Mine');
    useView.setState({ gallery: 'over' });
    fileCommands['close-tab']();
    expect(useView.getState().gallery).toBe('closed');
    expect(tabs()).toEqual(['Mine']);
    useView.setState({ gallery: 'start' });
    fileCommands['close-tab']();
    await settled();
    expect(main().closing()).toBe(true);
  });

  test('can be taken back, with what was not saved and is kept again', async () => {
    rename('Mine');
    const { key } = open();
    await keepWorkNow();
    askThenClose([key]);
    await asking();
    answer('discard');
    await settledTurns();
    await settled();
    expect(kept()).toEqual([]);
    fileCommands['reopen-closed']();
    await settledTurns();
    expect(open()).toMatchObject({ key, document: { title: 'Mine' } });
    await expect.poll(kept).toHaveLength(1);
    undoEdit();
    expect(open().document.title).toBe('Untitled');
  });
});
