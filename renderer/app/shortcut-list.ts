import { ACCELERATORS, MENU_COMMANDS, type MenuCommand } from '../../electron/contract.ts';
import { type CommandGroup, commandWords } from './command-words.ts';

export type Shortcut = { readonly title: string; readonly keys: string };
export type ShortcutGroup = { readonly title: string; readonly shortcuts: readonly Shortcut[] };

const GROUPS: readonly CommandGroup[] = ['File', 'Edit', 'View', 'Run', 'Help'];

/** Keys that are the page's own, and no entry of the menu. */
const PAGE_KEYS: readonly ShortcutGroup[] = [
  {
    title: 'On the canvas',
    shortcuts: [
      { title: 'Search for a node to add', keys: 'Double-click' },
      { title: 'The same, after a click on the canvas', keys: 'Tab' },
      { title: 'Lead a wire through a way point', keys: 'Double-click it' },
      { title: 'Move what is selected', keys: 'Arrows' },
      { title: 'Move it further', keys: 'Shift+Arrows' },
      { title: 'Drag a copy', keys: 'Alt+drag' },
      { title: 'Delete what is selected', keys: 'Backspace' },
      { title: 'Go to the node beside', keys: 'Alt+Arrows' },
      { title: 'Rename the node', keys: 'F2' },
      { title: 'Wire the node, by a search', keys: 'W' },
      { title: 'Mute the node, or take that back', keys: 'M' },
      { title: 'Bypass the node, or take that back', keys: 'B' },
      { title: 'List or hide its layers', keys: 'L' },
      { title: 'Go to its parameters; write the note', keys: 'Enter' },
      { title: 'Select nothing', keys: 'Esc' },
      { title: 'Select within a rectangle', keys: 'Shift+drag' },
      { title: 'Move the view', keys: 'Drag' },
    ],
  },
  {
    title: 'Window',
    shortcuts: [
      { title: 'Next panel, panel before', keys: 'F6, Shift+F6' },
      { title: 'Next problem', keys: 'F8' },
      { title: 'Mend it, where one step can', keys: 'Shift+F8' },
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
