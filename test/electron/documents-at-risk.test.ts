import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atomicWrite } from '../../src/runtime/atomic-write.ts';
import { faultyFs } from '../runtime/faulty-fs.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeDesk as makeDeskIn, textOf } from './make-desk.ts';
import { problemOf } from './problem-of.ts';

const folderOf = temporaryFolders();
const makeDesk = (write?: Parameters<typeof makeDeskIn>[1]) => makeDeskIn(folderOf(), write);

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

describe('a file that is open in a tab', () => {
  const tab = (ticket: string, dirty = false) => ({
    key: `tab-${ticket.slice(0, 4)}`,
    name: 'Theirs',
    ticket,
    dirty,
  });

  it('is not gone over by what another tab saves, by whatever name it is called', async () => {
    const { documents, tabs, dialogs, put, at, read, save } = await makeDesk();
    const other = await documents.openPath(put('theirs.json', textOf('Theirs')));
    const own = await documents.openPath(put('mine.json', textOf('Mine')));
    symlinkSync('theirs.json', at('link.json'));
    symlinkSync('.', at('here'));
    await tabs.tell({ tabs: [tab(other.ticket), tab(own.ticket)], active: null });
    for (const name of ['theirs.json', 'link.json', 'here/theirs.json', 'theirs'])
      for (const from of [own, null]) {
        dialogs.files.push(at(name));
        if (name === 'theirs') dialogs.answers.push('Replace');
        expect(await problemOf(save(from, textOf('Mine too'), true))).toMatchObject({
          code: 'document-open',
          found: 'the file of “Theirs”',
        });
      }
    expect(read('theirs.json')).toBe(textOf('Theirs'));
    expect(readdirSync(at('')).sort()).toEqual(['here', 'link.json', 'mine.json', 'theirs.json']);
  });

  it('is saved from its own tab as ever, also where it is picked again', async () => {
    const { documents, tabs, dialogs, put, at, read, save } = await makeDesk();
    const own = await documents.openPath(put('mine.json', textOf('Mine')));
    await tabs.tell({ tabs: [tab(own.ticket, true)], active: null });
    dialogs.files.push(at('mine.json'));
    await save(own, textOf('Mine too'), true);
    expect(read('mine.json')).toBe(textOf('Mine too'));
  });

  it('is free once that tab is closed', async () => {
    const { documents, tabs, dialogs, put, at, read, save } = await makeDesk();
    const other = await documents.openPath(put('theirs.json', textOf('Theirs')));
    await tabs.tell({ tabs: [tab(other.ticket)], active: null });
    await tabs.tell({ tabs: [], active: null });
    dialogs.files.push(at('theirs.json'));
    await save(null, textOf('Mine'));
    expect(read('theirs.json')).toBe(textOf('Mine'));
  });

  it('and was taken away since is still that tab’s', async () => {
    const { documents, tabs, dialogs, put, at, save } = await makeDesk();
    symlinkSync('.', at('here'));
    const other = await documents.openPath(put('theirs.json', textOf('Theirs')));
    await tabs.tell({ tabs: [tab(other.ticket)], active: null });
    rmSync(at('theirs.json'));
    dialogs.files.push(at('here/theirs.json'));
    expect(await problemOf(save(null, textOf('Mine')))).toMatchObject({ code: 'document-open' });
    expect(existsSync(at('theirs.json'))).toBe(false);
  });

  it('with unsaved work is asked about as before where it is read again meanwhile', async () => {
    const { documents, tabs, dialogs, put, read, save } = await makeDesk();
    const own = await documents.openPath(put('mine.json', textOf('Mine')));
    await tabs.tell({ tabs: [tab(own.ticket, true)], active: null });
    put('mine.json', textOf('Theirs'));
    await documents.open(own.ticket);
    dialogs.answers.push('Cancel');
    expect(await save(own, textOf('Mine too'))).toBeNull();
    expect(read('mine.json')).toBe(textOf('Theirs'));
  });
});
