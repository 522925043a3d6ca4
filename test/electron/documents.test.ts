import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenedDocument } from '../../electron/contract.ts';
import { Documents } from '../../electron/documents.ts';
import { RecentFiles } from '../../electron/recent-files.ts';
import { Tickets } from '../../electron/tickets.ts';
import { emptyDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { atomicWrite } from '../../src/runtime/atomic-write.ts';
import { faultyFs } from '../runtime/faulty-fs.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { problemOf } from './problem-of.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

const folderOf = temporaryFolders();
const textOf = (title: string): string => formatDocument(emptyDocument(title));

/** Documents of one person, in a folder of their own. */
async function makeDesk(write?: ConstructorParameters<typeof Documents>[0]['write']) {
  const folder = folderOf();
  const home = join(folder, 'documents');
  mkdirSync(home);
  const dialogs = new ScriptedDialogs();
  const tickets = new Tickets();
  const recent = await RecentFiles.open(join(folder, 'state'), tickets, () => undefined);
  const noticed: string[] = [];
  const documents = new Documents({
    ...{ dialogs, tickets, recent, home },
    noticed: (path) => noticed.push(path),
    ...(write && { write }),
  });
  const at = (name: string): string => join(home, name);
  const put = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const save = (opened: Pick<OpenedDocument, 'ticket' | 'name'> | null, text: string, as = false) =>
    documents.save({ ticket: opened?.ticket ?? null, as, name: opened?.name ?? 'Untitled', text });
  return { dialogs, tickets, recent, noticed, documents, home, at, put, read, save };
}

describe('opening a document', () => {
  it('gives its text, its name and a ticket, and never its path', async () => {
    const { documents, dialogs, put, home, recent, noticed } = await makeDesk();
    const path = put('a.json', textOf('A'));
    dialogs.files.push(path);
    const opened = await documents.pick();
    expect(opened).toEqual({
      ticket: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'a.json',
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
    expect(await save(opened, textOf('B'))).toEqual({ ticket: opened.ticket, name: 'a.json' });
    expect(read('a.json')).toBe(textOf('B'));
    expect(await save(opened, textOf('C'))).toEqual({ ticket: opened.ticket, name: 'a.json' });
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

describe('a file that another program changed', () => {
  const changed = async () => {
    const desk = await makeDesk();
    const opened = await desk.documents.openPath(desk.put('a.json', textOf('Mine')));
    desk.put('a.json', textOf('Theirs'));
    return { ...desk, opened };
  };

  it('is replaced only after a question', async () => {
    const { dialogs, save, opened, read } = await changed();
    dialogs.answers.push('Replace');
    await save(opened, textOf('Mine too'));
    expect(dialogs.asked[0]?.message).toBe('a.json was changed by another program.');
    expect(read('a.json')).toBe(textOf('Mine too'));
    // Once answered, it is not asked again.
    await save(opened, textOf('Mine three'));
    expect(read('a.json')).toBe(textOf('Mine three'));
  });

  it('is left alone where the person thinks better of it', async () => {
    const { dialogs, save, opened, read } = await changed();
    dialogs.answers.push('Cancel');
    expect(await save(opened, textOf('Mine too'))).toBeNull();
    expect(read('a.json')).toBe(textOf('Theirs'));
  });

  it('stands beside the own version where the person wants both', async () => {
    const { dialogs, save, opened, read, at } = await changed();
    dialogs.answers.push('Save Under Another Name');
    dialogs.files.push(at('a (mine).json'));
    expect(await save(opened, textOf('Mine too'))).toMatchObject({ name: 'a (mine).json' });
    expect(dialogs.offered).toEqual([at('a (mine).json')]);
    expect([read('a.json'), read('a (mine).json')]).toEqual([textOf('Theirs'), textOf('Mine too')]);
  });

  it('to just what is to be saved needs no question', async () => {
    const { save, opened, put, read } = await changed();
    put('a.json', textOf('Same'));
    await save(opened, textOf('Same'));
    expect(read('a.json')).toBe(textOf('Same'));
  });

  it('by taking it away is written anew', async () => {
    const { save, opened, at, read } = await changed();
    rmSync(at('a.json'));
    await save(opened, textOf('Mine too'));
    expect(read('a.json')).toBe(textOf('Mine too'));
  });

  it('before recovered work is saved is noticed too', async () => {
    const before = await makeDesk();
    const { ticket } = await before.documents.openPath(before.put('a.json', textOf('Then')));
    const kept = { path: before.at('a.json'), seen: before.documents.seen(ticket) ?? '' };
    before.put('a.json', textOf('Theirs'));
    // The next start knows the file from the recovered work alone.
    const { documents, tickets, dialogs, save } = await makeDesk();
    documents.restoreSeen(kept.path, kept.seen);
    dialogs.answers.push('Cancel');
    const recovered = { ticket: await tickets.grant(kept.path), name: 'a.json' };
    expect(await save(recovered, textOf('Mine'))).toBeNull();
    expect(before.read('a.json')).toBe(textOf('Theirs'));
  });
});

describe('a save on a disk that fails', () => {
  /** Lets the n-th operation of a save fail, for every n that there is. */
  async function failing(code: string, onwards: boolean): Promise<number> {
    for (let nth = 1; ; nth += 1) {
      let fails = false;
      const faults = { fs: faultyFs(nth, code, onwards) };
      const { documents, put, read, save, dialogs, recent, home } = await makeDesk((path, text) =>
        atomicWrite(path, text, fails ? { fs: faults.fs.fs, wait: async () => undefined } : {}),
      );
      const opened = await documents.openPath(put('a.json', textOf('Old')));
      fails = true;
      const outcome = await save(opened, textOf('New')).catch((error: unknown) => error);
      const held = read('a.json');
      if (faults.fs.count() < nth) {
        expect(outcome).toMatchObject({ name: 'a.json' });
        expect(held).toBe(textOf('New'));
        return nth - 1;
      }
      // Never "saved" unless it is, and never less on disk than there was.
      expect([textOf('Old'), textOf('New')]).toContain(held);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ problem: { severity: 'error' } });
      else expect(held).toBe(textOf('New'));
      // Once there is room again, the same work is saved without a question about other programs.
      fails = false;
      await save(opened, textOf('Newer'));
      expect(read('a.json')).toBe(textOf('Newer'));
      expect(dialogs.asked).toEqual([]);
      expect(recent.peek()).toHaveLength(1);
      if (!onwards) expect(readdirSync(home)).toEqual(['a.json']);
    }
  }

  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EROFS'])(
    'of %s once, at any operation, keeps the old or the new file and says so',
    async (code) => {
      expect(await failing(code, false)).toBeGreaterThan(5);
    },
  );

  it('from any operation onwards keeps the old or the new file and says so', async () => {
    expect(await failing('ENOSPC', true)).toBeGreaterThan(5);
  });
});

describe('five documents, opened, edited and saved in any order', () => {
  const names = ['a.json', 'b.json', 'c.json', 'd.json', 'e.json'];
  const action = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), at: fc.nat(4) }),
    fc.record({ kind: fc.constant('save' as const), at: fc.nat(4) }),
    fc.record({ kind: fc.constant('save-as' as const), at: fc.nat(4), to: fc.nat(4) }),
    fc.record({ kind: fc.constant('outside' as const), at: fc.nat(4) }),
  );

  it('stand on disk as the model has them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const { documents, dialogs, at, put, read, save } = await makeDesk();
        const disk = new Map(names.map((it) => [it, textOf(it)]));
        for (const [name, text] of disk) put(name, text);
        /** Five documents of the window: which file each is bound to, and what it last saw there. */
        const open = await Promise.all(
          names.map(async (name) => ({ ...(await documents.openPath(at(name))), file: name })),
        );
        const seen = new Map(disk);
        let version = 0;
        for (const it of actions) {
          version += 1;
          const text = textOf(`Version ${version}`);
          const document = open[it.at];
          if (!document) continue;
          if (it.kind === 'outside') {
            const name = names[it.at] ?? '';
            put(name, text);
            disk.set(name, text);
          } else if (it.kind === 'open') {
            const opened = await documents.open(document.ticket);
            expect(opened.text).toBe(disk.get(document.file));
            seen.set(document.file, opened.text);
          } else if (it.kind === 'save') {
            // Another program's change is never replaced without a word.
            const asked = seen.get(document.file) !== disk.get(document.file);
            if (asked) dialogs.answers.push('Cancel');
            const saved = await save(document, text);
            expect(saved === null).toBe(asked);
            expect(dialogs.answers).toEqual([]);
            if (!asked) {
              disk.set(document.file, text);
              seen.set(document.file, text);
            }
          } else {
            const to = names[it.to] ?? '';
            dialogs.files.push(at(to));
            const saved = await save(document, text, true);
            Object.assign(document, saved, { file: to });
            disk.set(to, text);
            seen.set(to, text);
          }
        }
        for (const [name, text] of disk) expect(read(name)).toBe(text);
        expect(existsSync(at('a (mine).json'))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
