import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { ACCELERATORS, MENU_COMMANDS, type MenuCommand } from '../../electron/contract.ts';
import { menuTemplate } from '../../electron/menu-template.ts';

type Item = MenuItemConstructorOptions;
type Options = Parameters<typeof menuTemplate>[0];

function makeMenu(options: Partial<Options> = {}) {
  const sent: string[] = [];
  const template = menuTemplate({
    platform: 'linux',
    development: false,
    recent: [],
    command: (it) => sent.push(it),
    openRecent: (it) => sent.push(`open ${it}`),
    clearRecent: () => sent.push('clear'),
    showLogs: () => sent.push('logs'),
    ...options,
  });
  const all = (items: readonly Item[]): Item[] =>
    items.flatMap((it) => [it, ...all(Array.isArray(it.submenu) ? it.submenu : [])]);
  const items = all(template);
  const byId = (id: string): Item | undefined => items.find((it) => it.id === id);
  const click = (item: Item | undefined): void => (item?.click as (() => void) | undefined)?.();
  return { items, byId, click, sent };
}

/** What main itself asks of the page, and no menu does. */
const UNSEEN: readonly MenuCommand[] = ['save-then-close'];
const PLATFORMS = ['linux', 'win32', 'darwin'] as const;

describe.each(PLATFORMS)('the menu on %s', (platform) => {
  it.each(MENU_COMMANDS.filter((it) => !UNSEEN.includes(it)))(
    'has %s once, with its key, and sends it',
    (name) => {
      const { items, byId, click, sent } = makeMenu({ platform });
      expect(items.filter((it) => it.id === name)).toHaveLength(1);
      const item = byId(name);
      expect(item?.accelerator).toBe(ACCELERATORS[name]);
      expect(item?.label).toMatch(/^[A-Z]/);
      click(item);
      expect(sent).toEqual([name]);
    },
  );

  it('gives no key twice, by whatever name', () => {
    const { items } = makeMenu({ platform, development: true });
    const keys = items.flatMap((it) =>
      it.accelerator === undefined ? [] : [String(it.accelerator).replace('CmdOrCtrl', 'Ctrl').toLowerCase()],
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(20);
  });

  it('takes no key that macOS gives to every program: hide, minimise, quit', () => {
    const own = makeMenu({ platform }).items.filter((it) => it.role === undefined);
    for (const key of ['H', 'M', 'Q', 'Alt+H'])
      expect(own.map((it) => it.accelerator)).not.toContain(`CmdOrCtrl+${key}`);
  });

  it('knows no key whose command it lacks', () => {
    const { byId } = makeMenu({ platform });
    for (const name of Object.keys(ACCELERATORS)) expect(byId(name)).toBeDefined();
  });

  it('can be left', () => {
    const { items } = makeMenu({ platform });
    expect(items.filter((it) => it.role === 'quit')).toHaveLength(1);
  });

  it('has the browser’s tools under development alone', () => {
    const roles = (development: boolean): unknown[] =>
      makeMenu({ platform, development }).items.map((it) => it.role);
    for (const role of ['reload', 'toggleDevTools']) {
      expect(roles(true)).toContain(role);
      expect(roles(false)).not.toContain(role);
    }
  });

  it('shows the logs', () => {
    const { byId, click, sent } = makeMenu({ platform });
    click(byId('logs'));
    expect(sent).toEqual(['logs']);
  });
});

describe('the second keys', () => {
  it('do as the first ones, and are not seen', () => {
    const { byId, click, sent } = makeMenu();
    for (const [id, key] of [
      ['redo-too', 'Ctrl+Y'],
      ['zoom-in-too', 'CmdOrCtrl+Plus'],
    ]) {
      const item = byId(id ?? '');
      expect(item).toMatchObject({ accelerator: key, visible: false, acceleratorWorksWhenHidden: true });
      click(item);
    }
    expect(sent).toEqual(['redo', 'zoom-in']);
  });
});

describe('the recent files in the menu', () => {
  const files = Array.from({ length: 15 }, (_, at) => ({
    ticket: String(at),
    name: `${at}.json`,
    folder: `folder ${at}`,
  }));

  it('are ten at most, newest first, and open by their tickets', () => {
    const { items, byId, click, sent } = makeMenu({ recent: files });
    const shown = items.filter((it) => it.id?.startsWith('recent-'));
    expect(shown.map((it) => it.label)).toEqual(files.slice(0, 10).map((it) => it.name));
    click(shown[3]);
    click(byId('clear-recent'));
    expect(sent).toEqual(['open 3', 'clear']);
  });

  it('of one name are told apart by their folders', () => {
    const recent = [
      { ticket: 'a', name: 'same.json', folder: 'one' },
      { ticket: 'b', name: 'same.json', folder: 'two' },
      { ticket: 'c', name: 'other.json', folder: 'one' },
    ];
    const { byId } = makeMenu({ recent });
    const labels = ['a', 'b', 'c'].map((it) => byId(`recent-${it}`)?.label);
    expect(labels).toEqual(['same.json (one)', 'same.json (two)', 'other.json']);
  });

  it('show an & of their name as it is', () => {
    const { byId } = makeMenu({ recent: [{ ticket: 'a', name: 'R&D.json', folder: 'x' }] });
    expect(byId('recent-a')?.label).toBe('R&&D.json');
  });

  it('that there are none of are said to be none', () => {
    const { items } = makeMenu();
    expect(items.find((it) => it.label === 'No Recent Files')).toMatchObject({ enabled: false });
  });
});
