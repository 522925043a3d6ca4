import { ACCELERATORS, MENU_COMMANDS, type MenuCommand } from '../../electron/contract.ts';
import { type CommandGroup, commandWords } from './command-words.ts';

export type Shortcut = { readonly title: string; readonly keys: string };
export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] };

const GROUPS: readonly CommandGroup[] = ['File', 'Edit', 'View', 'Run', 'Help'];

/** Keys that are the page's own, and no entry of the menu. */
const PAGE_KEYS: readonly ShortcutGroup[] = [
  {
    title: 'Window',
    shortcuts: [
      { title: 'Next panel, panel before', keys: 'F6, Shift+F6' },
      { title: 'Next problem', keys: 'F8' },
    ],
  },
];

/**
 * All keys there are, by group.
 *
 * @param keysOf writes a command's keys as this system does; undefined where it has none
 */
export function shortcutList(keysOf: (command: MenuCommand) => string | undefined): readonly ShortcutGroup[] {
  const groups = GROUPS.map(
    (group): ShortcutGroup => ({
      title: group,
      shortcuts: MENU_COMMANDS.flatMap((command): Shortcut[] => {
        const { title, group: own } = commandWords[command];
        const keys = ACCELERATORS[command] === undefined ? undefined : keysOf(command);
        return own === group && keys !== undefined ? [{ title, keys }] : [];
      }),
    }),
  );
  return [...groups, ...PAGE_KEYS].filter((it) => it.shortcuts.length > 0);
}
