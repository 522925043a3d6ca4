import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecentFiles } from '../../electron/recent-files.ts';
import { Tickets } from '../../electron/tickets.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();

async function makeList(folder = folderOf()) {
  const tickets = new Tickets();
  let changes = 0;
  const recent = await RecentFiles.open(join(folder, 'state'), tickets, () => {
    changes += 1;
  });
  const add = async (name: string, now?: number): Promise<string> => {
    const path = join(folder, name);
    writeFileSync(path, '');
    const ticket = await tickets.grant(path);
    await recent.add(ticket, now);
    return ticket;
  };
  const names = (): string[] => recent.peek().map((it) => it.name);
  return { recent, tickets, folder, add, names, changes: () => changes };
}

describe('the recent files', () => {
  it('stand newest first, each once', async () => {
    const { add, names } = await makeList();
    for (const name of ['a.json', 'b.json', 'c.json', 'a.json']) await add(name);
    expect(names()).toEqual(['a.json', 'c.json', 'b.json']);
  });

  it('are twenty at most', async () => {
    const { add, names } = await makeList();
    for (let at = 0; at < 25; at += 1) await add(`${at}.json`);
    expect(names()).toHaveLength(20);
    expect(names()[0]).toBe('24.json');
  });

  it('tell the name and the folder of a file, and no more of its path', async () => {
    const { add, recent, folder } = await makeList();
    const ticket = await add('a.json', 1234);
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    expect(recent.peek()).toEqual([{ ticket, name: 'a.json', folder: name, opened: 1234 }]);
  });

  it('are the same after a restart, by the same tickets', async () => {
    const { add, recent, folder } = await makeList();
    const ticket = await add('a.json');
    const next = await makeList(folder);
    expect(next.recent.peek()).toEqual(recent.peek());
    expect(next.tickets.path(ticket)).toBe(join(folder, 'a.json'));
  });

  it('lose those that are gone or are no plain file any more', async () => {
    const { add, recent, names, folder } = await makeList();
    for (const name of ['a.json', 'b.json', 'c.json']) await add(name);
    rmSync(join(folder, 'a.json'));
    rmSync(join(folder, 'b.json'));
    mkdirSync(join(folder, 'b.json'));
    expect(await recent.list()).toHaveLength(1);
    expect(names()).toEqual(['c.json']);
    expect((await makeList(folder)).names()).toEqual(['c.json']);
  });

  it('once cleared stay cleared, while the document on screen keeps its file', async () => {
    const { add, recent, tickets, folder } = await makeList();
    const ticket = await add('a.json');
    await recent.clear();
    expect(recent.peek()).toEqual([]);
    expect(tickets.path(ticket)).toBe(join(folder, 'a.json'));
    expect((await makeList(folder)).names()).toEqual([]);
  });

  it('tell whenever they are others, so that the menu can follow', async () => {
    const { add, recent, changes } = await makeList();
    const ticket = await add('a.json');
    await recent.remove(ticket);
    await recent.clear();
    expect(changes()).toBe(3);
  });

  it('that cannot be written are no reason to fail what the person asked for', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    const { add, names } = await makeList(folder);
    await add('a.json');
    expect(names()).toEqual(['a.json']);
  });

  it.each(['', '{', 'null', '[]x', '[{"ticket": "short", "path": "/a", "opened": 1}]', '{"__proto__": []}'])(
    'that were damaged to %j are moved aside and begun anew',
    async (text) => {
      const folder = folderOf();
      mkdirSync(join(folder, 'state'));
      writeFileSync(join(folder, 'state', 'recent.json'), text);
      const { names, add } = await makeList(folder);
      expect(names()).toEqual([]);
      await add('a.json');
      expect(readFileSync(join(folder, 'state', 'recent.json.damaged'), 'utf8')).toBe(text);
      expect((await makeList(folder)).names()).toEqual(['a.json']);
    },
  );
});
