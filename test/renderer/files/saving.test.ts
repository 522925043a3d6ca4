import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { askThenClose } from '../../../renderer/files/file-commands.ts';
import { saveDocument } from '../../../renderer/files/save-document.ts';
import { isDirty, redoEdit, undoEdit } from '../../../renderer/stores/document.ts';
import { openTab, showTab } from '../../../renderer/stores/tabs.ts';
import { useWorkspace } from '../../../renderer/stores/workspace.ts';
import { emptyDocument } from '../../../src/pipeline/document.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import { asking, open, pageAtHand, rename, settledTurns } from './page-at-hand.ts';

const { answer, file, main, savedAs } = pageAtHand();

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
    main().picks.push(file('other.json'));
    expect(await saveDocument(true)).toBe('saved');
    expect(open().fileName).toBe('other.json');
    expect(readFileSync(file('mine.json'), 'utf8')).toBe(before);
  });

  test('that is cancelled changes nothing', async () => {
    rename('One');
    main().picks.push(undefined);
    expect(await saveDocument()).toBe('cancelled');
    expect(isDirty(open())).toBe(true);
    expect(open().ticket).toBeNull();
  });

  test('that fails leaves the document unsaved, and says so', async () => {
    rename('One');
    writeFileSync(file('no-folder'), '');
    main().picks.push(file('no-folder/mine.json'));
    expect(await saveDocument()).toBe('failed');
    expect(isDirty(open())).toBe(true);
    main().picks.push(file('mine.json'));
    expect(await saveDocument()).toBe('saved');
  });

  test('does not count what was drawn meanwhile as saved', async () => {
    rename('One');
    main().picks.push(file('mine.json'));
    const saving = saveDocument();
    rename('Two');
    expect(await saving).toBe('saved');
    expect(isDirty(open())).toBe(true);
    expect(parseDocument(readFileSync(file('mine.json'), 'utf8'))).toMatchObject({ value: { title: 'One' } });
  });

  test('ends in the document that it was asked for, whichever is in front by then', async () => {
    rename('One');
    const { key } = open();
    main().picks.push(file('mine.json'));
    const saving = saveDocument();
    openTab(emptyDocument('Another'));
    rename('Another still');
    expect(await saving).toBe('saved');
    expect(open()).toMatchObject({ ticket: null, document: { title: 'Another still' } });
    expect(isDirty(open())).toBe(true);
    showTab(key);
    expect(open()).toMatchObject({ fileName: 'mine.json', document: { title: 'One' } });
    expect(isDirty(open())).toBe(false);
  });

  test('ends in no document where that was closed meanwhile', async () => {
    rename('One');
    main().picks.push(file('mine.json'));
    const saving = saveDocument();
    askThenClose([open().key]);
    await asking();
    answer('discard');
    await settledTurns();
    expect(await saving).toBe('saved');
    expect(open()).toMatchObject({ ticket: null, document: { title: 'Untitled' } });
  });

  test('writes the file of its own tab alone, however often one goes to and fro', async () => {
    await savedAs('a.json', 'A');
    openTab(emptyDocument('B'));
    await savedAs('b.json', 'B1');
    const [a = '', b = ''] = useWorkspace.getState().order;
    for (const title of ['1', '2', '3']) {
      for (const key of [a, b, a]) {
        showTab(key);
        rename(`${key === a ? 'A' : 'B'} ${title}`);
      }
      const [untouched, written] = [readFileSync(file('b.json')), readFileSync(file('a.json'))];
      expect(await saveDocument()).toBe('saved');
      expect(readFileSync(file('b.json'))).toEqual(untouched);
      expect(readFileSync(file('a.json'))).not.toEqual(written);
    }
    undoEdit();
    showTab(b);
    undoEdit();
    redoEdit();
    expect(await saveDocument()).toBe('saved');
    const titles = ['a.json', 'b.json'].map((it) => JSON.parse(readFileSync(file(it), 'utf8')).title);
    expect(titles).toEqual(['A 3', 'B 3']);
  });

  test('over the file of another tab is refused before anything is written', async () => {
    await savedAs('a.json', 'A');
    openTab(emptyDocument('B'));
    rename('B too');
    const before = readFileSync(file('a.json'), 'utf8');
    main().picks.push(file('a.json'));
    expect(await saveDocument()).toBe('failed');
    expect(readFileSync(file('a.json'), 'utf8')).toBe(before);
    expect(open().ticket).toBeNull();
    askThenClose([useWorkspace.getState().order[0] ?? '']);
    await settledTurns();
    main().picks.push(file('a.json'));
    expect(await saveDocument()).toBe('saved');
  });
});
