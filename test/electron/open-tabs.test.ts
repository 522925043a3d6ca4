import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OpenTabs } from '../../electron/open-tabs.ts';
import { Tickets } from '../../electron/tickets.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { problemOf } from './problem-of.ts';

const folderOf = temporaryFolders();

async function makeTabs(folder = folderOf()) {
  const tickets = new Tickets();
  const tabs = await OpenTabs.open(folder, tickets);
  const tab = (key: string, path: string | null, dirty = false) => ({
    ...{ key, name: key, dirty },
    ticket: path === null ? null : tickets.restore(path),
  });
  return { folder, tickets, tabs, tab };
}

describe('what is open', () => {
  it('is there after the app died, with its files, its order and what was in front', async () => {
    const { folder, tabs, tab } = await makeTabs();
    await tabs.tell({ tabs: [tab('b', '/docs/b.json', true), tab('a', null, true)], active: 'a' });
    const next = await makeTabs(folder);
    const left = next.tabs.takeLeft();
    expect(left).toMatchObject({ tabs: [{ key: 'b' }, { key: 'a', ticket: null }], active: 'a' });
    expect(next.tickets.path(left.tabs[0]?.ticket ?? '')).toBe('/docs/b.json');
  });

  it('is told once, and what is said meanwhile takes nothing of it away', async () => {
    const { folder, tabs, tab } = await makeTabs();
    await tabs.tell({ tabs: [tab('a', '/docs/a.json')], active: 'a' });
    const next = await makeTabs(folder);
    // The new page begins with the gallery, and says so before it asks.
    await next.tabs.tell({ tabs: [], active: null });
    expect(next.tabs.takeLeft().tabs).toHaveLength(1);
    expect(next.tabs.takeLeft()).toEqual({ tabs: [], active: null });
  });

  it('is there for the next page where one died', async () => {
    const { tabs, tab } = await makeTabs();
    tabs.forgetPage();
    await tabs.tell({ tabs: [tab('a', '/docs/a.json')], active: 'a' });
    tabs.forgetPage();
    expect(tabs.of(tab('a', '/docs/a.json').ticket ?? '')).toBeUndefined();
    expect(tabs.takeLeft()).toMatchObject({ tabs: [{ key: 'a' }], active: 'a' });
  });

  it('is gone after an end that the person asked for', async () => {
    const { folder, tabs, tab } = await makeTabs();
    await tabs.tell({ tabs: [tab('a', '/docs/a.json')], active: 'a' });
    await tabs.end();
    expect((await makeTabs(folder)).tabs.takeLeft()).toEqual({ tabs: [], active: null });
  });

  it('of a ticket that nobody granted is refused, and nothing of it is kept', async () => {
    const { folder, tabs } = await makeTabs();
    const forged = { key: 'a', name: 'a', dirty: false, ticket: 'f'.repeat(32) };
    expect(await problemOf(tabs.tell({ tabs: [forged], active: 'a' }))).toMatchObject({
      code: 'ticket-unknown',
    });
    expect(tabs.of(forged.ticket)).toBeUndefined();
    expect(existsSync(join(folder, 'tabs.json'))).toBe(false);
  });

  it('that is damaged on disk brings nothing back, and is written anew', async () => {
    const { folder, tabs, tab } = await makeTabs();
    await tabs.tell({ tabs: [tab('a', '/docs/a.json')], active: 'a' });
    writeFileSync(join(folder, 'tabs.json'), readFileSync(join(folder, 'tabs.json'), 'utf8').slice(0, -9));
    const next = await makeTabs(folder);
    expect(next.tabs.takeLeft()).toEqual({ tabs: [], active: null });
    await next.tabs.tell({ tabs: [next.tab('b', '/docs/b.json')], active: 'b' });
    expect((await makeTabs(folder)).tabs.takeLeft().tabs).toHaveLength(1);
  });

  it('is found by its file', async () => {
    const { tabs, tab } = await makeTabs();
    const open = tab('a', '/docs/a.json', true);
    await tabs.tell({ tabs: [open, tab('b', null)], active: 'a' });
    expect(tabs.of(open.ticket ?? '')).toMatchObject({ key: 'a', dirty: true });
  });
});
