import { describe, expect, test } from 'vitest';
import { ACCELERATORS, EDIT_COMMANDS, MENU_COMMANDS } from '../../../electron/contract.ts';
import { commandWords, reaches } from '../../../renderer/app/command-words.ts';
import { commands } from '../../../renderer/app/commands.ts';
import { shortcutList } from '../../../renderer/app/shortcut-list.ts';

describe('The table of commands', () => {
  test.each(MENU_COMMANDS)('does something for %s, and has a name for it', (command) => {
    expect(commands[command]).toBeTypeOf('function');
    expect(commandWords[command].title).not.toBe('');
  });

  test('knows no command that the contract does not', () => {
    expect(Object.keys(commands).filter((it) => !(MENU_COMMANDS as readonly string[]).includes(it))).toEqual(
      [],
    );
  });

  test('has no name twice', () => {
    const titles = MENU_COMMANDS.map((it) => commandWords[it].title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('A command', () => {
  const open = { gallery: 'closed', comparing: false, asked: false } as const;
  const over = { gallery: 'over', comparing: false, asked: false } as const;
  const start = { gallery: 'start', comparing: false, asked: false } as const;
  const asked = { gallery: 'closed', comparing: false, asked: true } as const;
  const comparing = { gallery: 'closed', comparing: true, asked: false } as const;
  const reached = (at: Parameters<typeof reaches>[1]) =>
    MENU_COMMANDS.filter((it) => reaches(commandWords[it].reach, at));

  test('of any kind is done while the canvas is in front', () => {
    expect(reached(open)).toEqual([...MENU_COMMANDS]);
  });

  test.each(EDIT_COMMANDS)('to %s is not done behind the gallery, the comparison or a dialog', (command) => {
    for (const at of [over, start, asked, comparing]) expect(reached(at)).not.toContain(command);
  });

  test('to save is done over an open document alone', () => {
    expect(reached(over)).toContain('save');
    expect(reached(start)).not.toContain('save');
  });

  test('other than closing waits until what is asked is answered', () => {
    expect(reached(asked)).toEqual(['close', 'save-then-close']);
  });
});

describe('The list of shortcuts', () => {
  test('tells every key of the menu once', () => {
    const list = shortcutList((it) => ACCELERATORS[it]).flatMap((it) => it.shortcuts);
    const keys = list.map((it) => it.keys);
    for (const accelerator of Object.values(ACCELERATORS))
      expect(keys.filter((it) => it === accelerator)).toHaveLength(1);
  });

  test('has no group without a key', () => {
    for (const { shortcuts } of shortcutList(() => undefined)) expect(shortcuts).not.toEqual([]);
  });
});
