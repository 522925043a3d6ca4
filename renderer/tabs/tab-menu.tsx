import { create } from 'zustand';
import { shownKeys } from '../canvas/shown-keys.ts';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { askThenClose, fileCommands } from '../files/file-commands.ts';
import { moveDocument, useWorkspace } from '../stores/workspace.ts';

type Opened = { readonly document: string; readonly at: DOMRect };

const useTabMenu = create<{ readonly opened: Opened | null }>(() => ({ opened: null }));

export const openTabMenu = (document: string, tab: HTMLElement): void =>
  useTabMenu.setState({ opened: { document, at: tab.getBoundingClientRect() } });

/** The menu of a tab; nothing while none is open. */
export function TabMenu() {
  const opened = useTabMenu((it) => it.opened);
  if (!opened) return null;
  return (
    <Menu
      label="Tab"
      items={itemsFor(opened.document)}
      at={opened.at}
      onClose={() => useTabMenu.setState({ opened: null })}
    />
  );
}

function itemsFor(key: string): readonly MenuItem[] {
  const { order, closed } = useWorkspace.getState();
  const at = order.indexOf(key);
  const others = order.filter((it) => it !== key);
  const behind = order.slice(at + 1);
  return [
    { label: 'Close', icon: 'close', ...shownKeys('close-tab'), onChoose: () => askThenClose([key]) },
    { label: 'Close the others', disabled: others.length === 0, onChoose: () => askThenClose(others) },
    {
      label: 'Close those to the right',
      disabled: behind.length === 0,
      onChoose: () => askThenClose(behind),
    },
    'line',
    { label: 'Move to the left', disabled: at === 0, onChoose: () => moveDocument(key, at - 1) },
    {
      label: 'Move to the right',
      disabled: behind.length === 0,
      onChoose: () => moveDocument(key, at + 1),
    },
    'line',
    {
      label: 'Reopen what was closed last',
      ...shownKeys('reopen-closed'),
      disabled: closed.length === 0,
      onChoose: fileCommands['reopen-closed'],
    },
  ];
}
