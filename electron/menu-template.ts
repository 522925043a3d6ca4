import type { MenuItemConstructorOptions } from 'electron';
import { ACCELERATORS, type MenuCommand, type RecentDocument } from './contract.ts';

type Options = {
  readonly platform: NodeJS.Platform;
  /** A build under development: tools of the browser are at hand. */
  readonly development: boolean;
  readonly recent: readonly Pick<RecentDocument, 'ticket' | 'name' | 'folder'>[];
  readonly command: (command: MenuCommand) => void;
  readonly openRecent: (ticket: string) => void;
  readonly clearRecent: () => void;
  readonly showLogs: () => void;
};

type Items = MenuItemConstructorOptions[];

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of the app. What concerns the document goes to the page as a command; macOS: not proven. */
export function menuTemplate(options: Options): Items {
  const { platform, development, command } = options;
  const mac = platform === 'darwin';
  const item = (label: string, it: MenuCommand): MenuItemConstructorOptions => ({
    id: it,
    label,
    ...(ACCELERATORS[it] && { accelerator: ACCELERATORS[it] }),
    click: () => command(it),
  });
  /** A second key for a command, as people of other programs expect it. */
  const also = (it: MenuCommand, accelerator: string): MenuItemConstructorOptions => ({
    ...item('', it),
    id: `${it}-too`,
    accelerator,
    visible: false,
    acceleratorWorksWhenHidden: true,
  });
  const about = item('About Potstill', 'about');
  return [
    ...(mac ? [appMenu(about)] : []),
    {
      label: '&File',
      submenu: [
        item('New', 'new'),
        also('new', 'CmdOrCtrl+T'),
        item('New from Template…', 'gallery'),
        item('Open…', 'open'),
        { label: 'Open Recent', submenu: recentMenu(options) },
        SEPARATOR,
        item('Save', 'save'),
        item('Save As…', 'save-as'),
        item('Export as PNG…', 'export-png'),
        item('Export as SVG…', 'export-svg'),
        item('Export as PyTorch Script…', 'export-python'),
        SEPARATOR,
        item('Close', 'close-tab'),
        item('Reopen Closed', 'reopen-closed'),
        item('Close Window', 'close'),
        ...(mac ? [] : [SEPARATOR, { role: 'quit', label: 'Quit', accelerator: 'CmdOrCtrl+Q' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('Undo', 'undo'),
        item('Redo', 'redo'),
        ...(mac ? [] : [also('redo', 'Ctrl+Y')]),
        item('History…', 'history'),
        SEPARATOR,
        item('Cut', 'cut'),
        item('Copy', 'copy'),
        item('Paste', 'paste'),
        item('Duplicate', 'duplicate'),
        item('Delete', 'delete'),
        item('Select All', 'select-all'),
        SEPARATOR,
        item('Add Node…', 'add-node'),
        item('Arrange', 'arrange'),
        item('Frame Selection', 'frame'),
        item('Make One Node', 'subgraph'),
        item('Unpack', 'unpack'),
        item('Add Note', 'note'),
        item('Find…', 'find'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Fit to Window', 'fit'),
        item('Zoom In', 'zoom-in'),
        also('zoom-in', 'CmdOrCtrl+Plus'),
        item('Zoom Out', 'zoom-out'),
        item('Actual Size', 'zoom-reset'),
        SEPARATOR,
        item('Snap to Grid', 'toggle-snap'),
        item('Minimap', 'toggle-minimap'),
        item('Profile on Nodes', 'toggle-profile'),
        SEPARATOR,
        item('Next Pipeline', 'next-tab'),
        also('next-tab', 'Ctrl+PageDown'),
        item('Previous Pipeline', 'previous-tab'),
        also('previous-tab', 'Ctrl+PageUp'),
        SEPARATOR,
        { role: 'togglefullscreen', label: 'Full Screen' },
        ...(development ? [SEPARATOR, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: '&Run',
      submenu: [
        item('Run', 'run'),
        item('Run with Profile', 'run-profile'),
        item('Try Several Values…', 'sweep'),
        item('Pause or Resume', 'pause'),
        item('Stop', 'stop'),
        SEPARATOR,
        item('All Runs', 'runs'),
        item('Compare Runs…', 'compare'),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      label: '&Help',
      role: 'help',
      submenu: [
        item('All Commands…', 'commands'),
        also('commands', 'F1'),
        item('Keyboard Shortcuts', 'shortcuts'),
        { id: 'logs', label: 'Show Logs', click: options.showLogs },
        ...(mac ? [] : [SEPARATOR, about]),
      ],
    },
  ];
}

const appMenu = (about: MenuItemConstructorOptions): MenuItemConstructorOptions => ({
  label: 'Potstill',
  submenu: [
    about,
    SEPARATOR,
    { role: 'services' },
    SEPARATOR,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    SEPARATOR,
    { role: 'quit' },
  ],
});

function recentMenu({ recent, openRecent, clearRecent }: Options): Items {
  if (recent.length === 0) return [{ label: 'No Recent Files', enabled: false }];
  const names = recent.map((it) => it.name);
  return [
    ...recent.slice(0, 10).map(({ ticket, name, folder }) => ({
      id: `recent-${ticket}`,
      // Two files of one name are told apart by their folder. A single & would underline the next letter.
      label: `${name}${names.filter((it) => it === name).length > 1 ? ` (${folder})` : ''}`.replace(
        /&/g,
        '&&',
      ),
      click: () => openRecent(ticket),
    })),
    SEPARATOR,
    { id: 'clear-recent', label: 'Clear Recent Files', click: clearRecent },
  ];
}
