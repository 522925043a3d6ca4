import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Tickets } from '../../electron/tickets.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();

describe('a ticket', () => {
  it('stands for one file, whatever name led to it', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'a.json'), '');
    symlinkSync('real', join(folder, 'link'));
    symlinkSync(join('real', 'a.json'), join(folder, 'b.json'));
    const tickets = new Tickets();
    const names = [['real', 'a.json'], ['link', 'a.json'], ['b.json'], ['real', '..', 'b.json']];
    const granted = await Promise.all(names.map((it) => tickets.grant(join(folder, ...it))));
    expect(new Set(granted).size).toBe(1);
    expect(tickets.path(granted[0] ?? '')).toBe(join(folder, 'real', 'a.json'));
  });

  it('cannot be guessed from another', async () => {
    const path = join(folderOf(), 'a.json');
    const given = await Promise.all(Array.from({ length: 100 }, () => new Tickets().grant(path)));
    expect(new Set(given).size).toBe(100);
    for (const it of given) expect(it).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of a file that is not there yet stands for its name', async () => {
    const tickets = new Tickets();
    const path = join(folderOf(), 'new.json');
    expect(tickets.path(await tickets.grant(path))).toBe(path);
  });

  it('of an earlier start stands for the same file again', async () => {
    const tickets = new Tickets();
    expect(tickets.restore('/documents/a.json', 'a'.repeat(32))).toBe('a'.repeat(32));
    expect(tickets.path('a'.repeat(32))).toBe('/documents/a.json');
    // A file that has one keeps it.
    expect(tickets.restore('/documents/a.json', 'b'.repeat(32))).toBe('a'.repeat(32));
    expect(() => tickets.path('b'.repeat(32))).toThrow('no longer knows');
  });

  it.each(['0'.repeat(32), '', '/etc/hostname', '__proto__', 'constructor'])(
    'that nobody granted, such as %j, stands for nothing',
    async (forged) => {
      const tickets = new Tickets();
      await tickets.grant(join(folderOf(), 'a.json'));
      expect(() => tickets.path(forged)).toThrow('no longer knows');
    },
  );
});
