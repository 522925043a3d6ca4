import { ACCELERATORS, type MenuCommand } from '../../electron/contract.ts';

const MAC: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Delete: '⌫',
  Enter: '↩',
};
const ELSEWHERE: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl', Delete: 'Del' };

/** A menu command's keys as this system writes them: `Ctrl+D`, `⌘D`; nothing where it has none. */
export function shownKeys(command: MenuCommand): { readonly keys?: string } {
  const keys = ACCELERATORS[command]?.split('+');
  if (!keys) return {};
  const mac = navigator.platform.startsWith('Mac');
  const words = mac ? MAC : ELSEWHERE;
  return { keys: keys.map((key) => words[key] ?? key).join(mac ? '' : '+') };
}
