import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeDesk as makeDeskIn, textOf } from './make-desk.ts';
import { problemOf } from './problem-of.ts';

const folderOf = temporaryFolders();
const makeDesk = () => makeDeskIn(folderOf());

describe('opening a document', () => {
  it('gives its text, its name and a ticket, and never its path', async () => {
    const { documents, dialogs, put, home, recent, noticed } = await makeDesk();
    const path = put('a.json', textOf('A'));
    dialogs.files.push(path);
    const opened = await documents.pick();
    expect(opened).toEqual({
      ticket: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'a.json',
      folder: 'documents',
      text: textOf('A'),
    });
    expect(JSON.stringify(opened)).not.toContain(home);
    expect(dialogs.offered).toEqual([home]);
    expect(recent.peek().map((it) => it.name)).toEqual(['a.json']);
    expect(noticed).toEqual([path]);
  });

  it('that was cancelled is nothing', async () => {
    const { documents, dialogs, recent } = await makeDesk();
    dialogs.files.push(undefined);
    expect(await documents.pick()).toBeNull();
    expect(recent.peek()).toEqual([]);
  });

  it('begins the next dialog where the last file lay', async () => {
    const { documents, dialogs, at } = await makeDesk();
    mkdirSync(at('deep'));
    writeFileSync(at('deep/a.json'), '{}');
    dialogs.files.push(at('deep/a.json'), undefined);
    await documents.pick();
    await documents.pick();
    expect(dialogs.offered[1]).toBe(at('deep'));
  });

  it('by two names of one file gives one ticket', async () => {
    const { documents, at, put } = await makeDesk();
    put('a.json', '{}');
    symlinkSync('a.json', at('link.json'));
    const [first, second] = [
      await documents.openPath(at('a.json')),
      await documents.openPath(at('link.json')),
    ];
    expect(second).toEqual(first);
  });

  it('again by its ticket reads what the file holds now', async () => {
    const { documents, put } = await makeDesk();
    const { ticket } = await documents.openPath(put('a.json', 'one'));
    put('a.json', 'two');
    expect((await documents.open(ticket)).text).toBe('two');
  });

  it('of a file that is gone says so, and takes it off the recent files', async () => {
    const { documents, put, at, recent } = await makeDesk();
    const { ticket } = await documents.openPath(put('a.json', '{}'));
    rmSync(at('a.json'));
    expect(await problemOf(documents.open(ticket))).toMatchObject({
      code: 'file-missing',
      message: expect.stringContaining('a.json'),
    });
    expect(recent.peek()).toEqual([]);
  });

  it('refuses what is no plain file without waiting for it', async () => {
    const { documents, at } = await makeDesk();
    mkdirSync(at('folder.json'));
    execFileSync('mkfifo', [at('pipe.json')]);
    expect(await problemOf(documents.openPath(at('folder.json')))).toMatchObject({
      code: 'document-no-file',
    });
    expect(await problemOf(documents.openPath(at('pipe.json')))).toMatchObject({ code: 'document-no-file' });
    expect(await problemOf(documents.openPath('/dev/zero'))).toMatchObject({ code: 'document-no-file' });
  });

  it('refuses what is too large or no text, naming what was found', async () => {
    const { documents, at } = await makeDesk();
    writeFileSync(at('large.json'), Buffer.alloc(50_000_001, ' '));
    writeFileSync(at('binary.json'), new Uint8Array([0xc3, 0x28]));
    expect(await problemOf(documents.openPath(at('large.json')))).toMatchObject({
      code: 'document-large',
      found: '50000001 bytes',
    });
    expect(await problemOf(documents.openPath(at('binary.json')))).toMatchObject({
      code: 'document-encoding',
    });
  });

  it('never changes a file, whatever it holds', async () => {
    const { documents, put, read } = await makeDesk();
    const sound = textOf('Sound');
    const damaged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.nat(sound.length).map((length) => sound.slice(0, length)),
      fc
        .tuple(fc.nat(sound.length - 1), fc.string({ minLength: 1, maxLength: 3 }))
        .map(([at, piece]) => `${sound.slice(0, at)}${piece}${sound.slice(at + 1)}`),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        const path = put('damaged.json', text);
        const before = read('damaged.json');
        const opened = await documents.openPath(path);
        expect(opened.text).toBe(before);
        expect(read('damaged.json')).toBe(before);
      }),
      { numRuns: 300 },
    );
  });
});

describe('saving a document', () => {
  it('writes to the file of its ticket without a question', async () => {
    const { documents, put, read, save } = await makeDesk();
    const opened = await documents.openPath(put('a.json', textOf('A')));
    expect(await save(opened, textOf('B'))).toEqual({
      ticket: opened.ticket,
      name: 'a.json',
      folder: 'documents',
    });
    expect(read('a.json')).toBe(textOf('B'));
    expect(await save(opened, textOf('C'))).toEqual({
      ticket: opened.ticket,
      name: 'a.json',
      folder: 'documents',
    });
    expect(read('a.json')).toBe(textOf('C'));
  });

  it('for the first time asks where, and offers a name that a file can have', async () => {
    const { dialogs, at, read, save, home } = await makeDesk();
    dialogs.files.push(at('mine.json'));
    const saved = await save({ ticket: null as never, name: '../A <b>: "c" / d\u0000|?*.' }, textOf('A'));
    expect(saved).toMatchObject({ name: 'mine.json' });
    expect(read('mine.json')).toBe(textOf('A'));
    expect(dialogs.offered).toEqual([join(home, 'A b c d.json')]);
  });

  it('under a name without the ending adds it, and asks before that replaces a file', async () => {
    const { dialogs, at, put, read, save } = await makeDesk();
    dialogs.files.push(at('new'));
    expect(await save(null, textOf('A'))).toMatchObject({ name: 'new.json' });
    put('there.json', textOf('There'));
    dialogs.files.push(at('there'), at('there'));
    dialogs.answers.push('Cancel', 'Replace');
    expect(await save(null, textOf('B'))).toBeNull();
    expect(read('there.json')).toBe(textOf('There'));
    expect(await save(null, textOf('B'))).toMatchObject({ name: 'there.json' });
    expect(read('there.json')).toBe(textOf('B'));
  });

  it('under another name leaves the first file as it is and goes on with the other', async () => {
    const { documents, dialogs, put, at, read, save } = await makeDesk();
    const opened = await documents.openPath(put('a.json', textOf('A')));
    dialogs.files.push(at('b.json'));
    const saved = await save(opened, textOf('B'), true);
    expect(dialogs.offered).toEqual([at('a.json')]);
    await save(saved, textOf('C'));
    expect([read('a.json'), read('b.json')]).toEqual([textOf('A'), textOf('C')]);
  });

  it('that was cancelled writes nothing', async () => {
    const { documents, dialogs, put, read, save, home } = await makeDesk();
    const opened = await documents.openPath(put('a.json', textOf('A')));
    dialogs.files.push(undefined);
    expect(await save(opened, textOf('B'), true)).toBeNull();
    expect(readdirSync(home)).toEqual(['a.json']);
    expect(read('a.json')).toBe(textOf('A'));
  });

  it.each(['', '{"half": ', '{}', textOf('A').slice(0, -4)])(
    'refuses %j, which could not be opened again, and keeps the old file',
    async (text) => {
      const { documents, put, read, save } = await makeDesk();
      const opened = await documents.openPath(put('a.json', textOf('A')));
      expect((await problemOf(save(opened, text))).code).toMatch(/^document-/);
      expect(read('a.json')).toBe(textOf('A'));
    },
  );

  it('of a ticket that nobody granted is refused, and nothing is written', async () => {
    const { save, home } = await makeDesk();
    const forged = { ticket: 'f'.repeat(32), name: 'a.json' };
    expect(await problemOf(save(forged, textOf('A')))).toMatchObject({ code: 'ticket-unknown' });
    expect(readdirSync(home)).toEqual([]);
  });

  it('into a folder that is gone, or over a folder, names the reason', async () => {
    const { documents, dialogs, at, save } = await makeDesk();
    mkdirSync(at('gone'));
    writeFileSync(at('gone/a.json'), textOf('A'));
    const opened = await documents.openPath(at('gone/a.json'));
    rmSync(at('gone'), { recursive: true });
    expect(await problemOf(save(opened, textOf('B')))).toMatchObject({ code: 'file-missing' });
    mkdirSync(at('folder.json'));
    dialogs.files.push(at('folder.json'));
    expect(await problemOf(save(null, textOf('B')))).toMatchObject({ code: 'file-is-folder' });
  });

  it('asked for twice at once does one after the other', async () => {
    const { documents, put, read, save } = await makeDesk();
    const opened = await documents.openPath(put('a.json', textOf('A')));
    const texts = Array.from({ length: 20 }, (_, at) => textOf(`Version ${at}`));
    await Promise.all(texts.map((it) => save(opened, it)));
    expect(read('a.json')).toBe(texts.at(-1));
  });
});
