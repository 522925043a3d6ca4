import type { MenuCommand } from '../../electron/contract.ts';

export type CommandGroup = 'File' | 'Edit' | 'View' | 'Run' | 'Help';

/**
 * Where a command can be given. `canvas`: while the canvas is what one works on. `document`: also from the gallery
 * or the comparison over it. `window`: as long as nothing is asked. `always`: even then, for main waits for it.
 */
export type Reach = 'canvas' | 'document' | 'window' | 'always';

export type CommandWords = { readonly title: string; readonly group: CommandGroup; readonly reach: Reach };

const words = (group: CommandGroup, reach: Reach, title: string): CommandWords => ({ title, group, reach });

/** What the page calls each command of the menu, and where it holds. */
export const commandWords: Readonly<Record<MenuCommand, CommandWords>> = {
  new: words('File', 'window', 'New pipeline'),
  gallery: words('File', 'window', 'Gallery'),
  open: words('File', 'window', 'Open a pipeline'),
  save: words('File', 'document', 'Save'),
  'save-as': words('File', 'document', 'Save under another name'),
  'export-png': words('File', 'document', 'Export as a picture (PNG)'),
  'export-svg': words('File', 'document', 'Export as a picture (SVG)'),
  'export-python': words('File', 'document', 'Export as a PyTorch script'),
  'close-tab': words('File', 'window', 'Close the pipeline'),
  'reopen-closed': words('File', 'window', 'Reopen what was closed last'),
  close: words('File', 'always', 'Close the window'),
  'save-then-close': words('File', 'always', 'Save all, then close the window'),
  undo: words('Edit', 'canvas', 'Undo'),
  redo: words('Edit', 'canvas', 'Redo'),
  history: words('Edit', 'canvas', 'History of changes'),
  cut: words('Edit', 'canvas', 'Cut'),
  copy: words('Edit', 'canvas', 'Copy'),
  paste: words('Edit', 'canvas', 'Paste'),
  duplicate: words('Edit', 'canvas', 'Duplicate'),
  delete: words('Edit', 'canvas', 'Delete'),
  'select-all': words('Edit', 'canvas', 'Select all'),
  'add-node': words('Edit', 'canvas', 'Add a node'),
  arrange: words('Edit', 'canvas', 'Arrange'),
  frame: words('Edit', 'canvas', 'Frame the selection'),
  subgraph: words('Edit', 'canvas', 'Make one node of the selection'),
  unpack: words('Edit', 'canvas', 'Unpack into the nodes that it holds'),
  note: words('Edit', 'canvas', 'Add a note'),
  find: words('Edit', 'canvas', 'Find on the canvas'),
  fit: words('View', 'canvas', 'Fit to window'),
  'zoom-in': words('View', 'canvas', 'Zoom in'),
  'zoom-out': words('View', 'canvas', 'Zoom out'),
  'zoom-reset': words('View', 'canvas', 'Zoom to 100 %'),
  'next-tab': words('View', 'canvas', 'Next pipeline'),
  'previous-tab': words('View', 'canvas', 'Pipeline before'),
  'toggle-snap': words('View', 'canvas', 'Snap to the grid'),
  'toggle-minimap': words('View', 'canvas', 'Map of the pipeline'),
  'toggle-profile': words('View', 'canvas', 'Profile on the nodes'),
  run: words('Run', 'canvas', 'Run'),
  'run-profile': words('Run', 'canvas', 'Run with profile'),
  sweep: words('Run', 'canvas', 'Try several values'),
  pause: words('Run', 'window', 'Pause or resume'),
  stop: words('Run', 'window', 'Stop'),
  runs: words('Run', 'canvas', 'Runs'),
  compare: words('Run', 'window', 'Compare runs'),
  commands: words('Help', 'window', 'All commands'),
  shortcuts: words('Help', 'window', 'Keyboard shortcuts'),
  about: words('Help', 'window', 'About Potstill'),
};

/** What lies over the canvas now. */
export type Covered = {
  readonly gallery: 'start' | 'over' | 'closed';
  readonly comparing: boolean;
  readonly asked: boolean;
};

/** Whether a command reaches what it is for: nothing is deleted behind a dialog that hides it. */
export function reaches(reach: Reach, { gallery, comparing, asked }: Covered): boolean {
  if (reach === 'always') return true;
  if (asked) return false;
  if (reach === 'window') return true;
  return reach === 'document' ? gallery !== 'start' : gallery === 'closed' && !comparing;
}
