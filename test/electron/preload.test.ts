import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callNames, namesArguments, pushNames } from '../../electron/channels.ts';
import type { Bridge, MenuCommand } from '../../electron/contract.ts';

/** As much of Electron as a preload has. */
const electron = vi.hoisted(() => ({
  invoked: [] as unknown[],
  exposed: new Map<string, unknown>(),
  pushes: new Map<string, (event: unknown, value: unknown) => void>(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value) },
  ipcRenderer: {
    invoke: async (...message: unknown[]) => void electron.invoked.push(message),
    on: (channel: string, listener: (event: unknown, value: unknown) => void) =>
      electron.pushes.set(channel, listener),
  },
}));

const argv = process.argv;
let bridge: Bridge;
let focus: unknown = null;
beforeEach(async () => {
  electron.invoked.length = 0;
  electron.exposed.clear();
  electron.pushes.clear();
  focus = null;
  process.argv = [...argv, ...namesArguments()];
  vi.stubGlobal('document', {
    get activeElement() {
      return focus;
    },
  });
  vi.resetModules();
  await import('../../electron/preload.ts');
  bridge = electron.exposed.get('potstill') as Bridge;
});
afterEach(() => {
  process.argv = argv;
  vi.unstubAllGlobals();
});

const push = (name: string, value: unknown): void =>
  electron.pushes.get(`push:${name}`)?.({ sender: 'Electron’s own' }, value);

describe('the preload', () => {
  it('puts one thing on the page: a function for each call and each push of the contract', () => {
    expect([...electron.exposed.keys()]).toEqual(['potstill']);
    expect(Object.keys(bridge)).toEqual(['call', 'on']);
    expect(Object.keys(bridge.call)).toEqual(callNames);
    expect(Object.keys(bridge.on)).toEqual(pushNames);
    expect([...electron.pushes.keys()]).toEqual(pushNames.map((it) => `push:${it}`));
  });

  it('asks by the channel of the call, whatever the page hands over beside the input', async () => {
    const call = bridge.call['run.stop'] as (...all: unknown[]) => Promise<unknown>;
    await call({ run: 'a' }, 'call:run.remove', 1);
    expect(electron.invoked).toEqual([['call:run.stop', { run: 'a' }]]);
  });

  it('tells listeners the value and nothing of Electron, until they have heard enough', () => {
    const heard: unknown[][] = [];
    const listener = (...all: unknown[]): number => heard.push(all);
    const end = bridge.on['run.removed'](listener);
    bridge.on['run.removed'](listener);
    push('run.removed', { run: 'a' });
    expect(heard).toEqual([[{ run: 'a' }]]);
    end();
    push('run.removed', { run: 'b' });
    expect(heard).toHaveLength(1);
    expect(end()).toBeUndefined();
  });

  it('takes no listener that is none', () => {
    const on = bridge.on['run.removed'] as unknown as (listener: unknown) => void;
    for (const wrong of [undefined, null, 'alert(1)', {}])
      expect(() => on(wrong)).toThrow('needs a listener');
  });

  it('keeps a document that was opened before the page listens, and gives it once', () => {
    push('document.opened', { name: 'early' });
    const heard: unknown[] = [];
    bridge.on['document.opened']((it) => heard.push(it));
    expect(heard).toEqual([{ name: 'early' }]);
    bridge.on['document.opened'](() => undefined);
    expect(heard).toHaveLength(1);
  });

  it('keeps nothing else: a command of the menu means the moment it was given in', () => {
    push('menu.command', { command: 'save' });
    const heard: unknown[] = [];
    bridge.on['menu.command']((it) => heard.push(it));
    expect(heard).toEqual([]);
  });
});

describe('a command of the menu', () => {
  const given = (command: MenuCommand, field: unknown): { page: unknown[]; system: unknown[] } => {
    focus = field;
    const page: unknown[] = [];
    const end = bridge.on['menu.command']((it) => page.push(it.command));
    electron.invoked.length = 0;
    push('menu.command', { command });
    end();
    return { page, system: electron.invoked.map((it) => (it as unknown[])[1]) };
  };
  const texts = [
    { tagName: 'INPUT', type: 'text' },
    { tagName: 'INPUT', type: 'number' },
    { tagName: 'INPUT', type: 'search' },
    { tagName: 'INPUT' },
    { tagName: 'TEXTAREA' },
    { tagName: 'DIV', isContentEditable: true },
  ];
  const others = [
    null,
    { tagName: 'BODY', isContentEditable: false },
    { tagName: 'BUTTON' },
    { tagName: 'INPUT', type: 'checkbox' },
    { tagName: 'INPUT', type: 'range' },
    { tagName: 'SELECT' },
  ];

  it.each(['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'select-all'] as const)(
    '%s is the text field’s where one has the focus, and the page’s elsewhere',
    (command) => {
      for (const field of texts) expect(given(command, field)).toEqual({ page: [], system: [{ command }] });
      for (const field of others) expect(given(command, field)).toEqual({ page: [command], system: [] });
    },
  );

  it.each(['save', 'duplicate', 'run', 'fit'] as const)(
    '%s is the page’s, wherever the focus is',
    (command) => {
      for (const field of [...texts, ...others])
        expect(given(command, field)).toEqual({ page: [command], system: [] });
    },
  );
});
