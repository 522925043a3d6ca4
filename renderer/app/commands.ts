import type { MenuCommand } from '../../electron/contract.ts';
import { bridge } from '../bridge.ts';
import { canvasCommands } from '../canvas/canvas-commands.ts';
import { shownKeys } from '../canvas/shown-keys.ts';
import { exportScript } from '../files/export-script.ts';
import { fileCommands } from '../files/file-commands.ts';
import { exportPicture } from '../picture/export-picture.ts';
import { runCommands } from '../runs/run-commands.ts';
import { showComparison, useView } from '../stores/view.ts';
import { showSweep } from '../sweep/sweep-state.ts';
import { commandWords, reaches } from './command-words.ts';
import { openHistory } from './history-button.tsx';

/** What each command does, from whichever room; the menu, its keys and the buttons of the top bar lead here. */
export const commands: Readonly<Partial<Record<MenuCommand, () => void>>> = {
  ...canvasCommands,
  ...runCommands,
  ...fileCommands,
  'export-png': () => void exportPicture('png'),
  'export-svg': () => void exportPicture('svg'),
  'export-python': () => void exportScript(),
  compare: showComparison,
  sweep: showSweep,
  commands: () => useView.setState({ finder: 'commands' }),
  find: () => useView.setState({ finder: 'nodes' }),
  history: openHistory,
  shortcuts: () => useView.setState({ dialog: 'shortcuts' }),
  about: () => useView.setState({ dialog: 'about' }),
};

/** Does it, where it reaches what it is for. */
export function giveCommand(command: MenuCommand): void {
  const asked = document.querySelector('dialog:modal') !== null;
  const { gallery, comparing } = useView.getState();
  if (reaches(commandWords[command].reach, { gallery, comparing, asked })) commands[command]?.();
}

/** A command's name with its keys, for a tooltip. */
export function commandTitle(command: MenuCommand): string {
  const { keys } = shownKeys(command);
  const { title } = commandWords[command];
  return keys === undefined ? title : `${title} (${keys})`;
}

/** Listens to the menu from now on; returns its undoing. */
export const obeyMenu = (): (() => void) =>
  bridge().on['menu.command'](({ command }) => giveCommand(command));
