import { describe, expect, it } from 'vitest';
import { callNames, namesArguments, pushNames } from '../../electron/channels.ts';
import { ACCELERATORS, contract, EDIT_COMMANDS, MENU_COMMANDS } from '../../electron/contract.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeMain } from './make-main.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

const folderOf = temporaryFolders();

describe('the contract', () => {
  it('has one handler and one channel a call, and no other', async () => {
    const { handlers, channels } = await makeMain(folderOf(), { dialogs: new ScriptedDialogs() });
    const names = Object.keys(contract.call);
    expect(Object.keys(handlers).sort()).toEqual([...names].sort());
    expect([...channels].sort()).toEqual(names.map((it) => `call:${it}`).sort());
  });

  it('reaches the preload by its names, which need no quotes there', () => {
    expect(namesArguments()).toEqual([
      `--potstill-calls=${Object.keys(contract.call).join(',')}`,
      `--potstill-pushes=${Object.keys(contract.push).join(',')}`,
    ]);
    for (const name of [...callNames, ...pushNames]) expect(name).toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  it.each(['..', '.', 'a/b', 'a\\b', '/etc', 'C:', '', ' ', '-x', 'x'.repeat(129), 'a\u0000'])(
    'takes no run by the name %j, which could lead out of the folder of runs',
    (run) => {
      expect(contract.call['run.read'].in.safeParse({ run }).success).toBe(false);
    },
  );

  it('gives keys to commands of the menu alone, each to one', () => {
    const keys = Object.entries(ACCELERATORS);
    expect(keys.filter(([command]) => !MENU_COMMANDS.some((it) => it === command))).toEqual([]);
    expect(new Set(keys.map(([, key]) => key)).size).toBe(keys.length);
  });

  it('edits text by commands of the menu', () => {
    expect(EDIT_COMMANDS.filter((it) => !MENU_COMMANDS.includes(it))).toEqual([]);
  });
});
