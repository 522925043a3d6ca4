import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge, CallName, EDIT_COMMANDS, PushName, PushValue } from './contract.ts';

// The whole of what the page can reach: one function a call, one subscription a push. Main hands the names over
// (channels.ts); what passes is checked there. Nothing of Electron itself crosses.

type Listener = (value: unknown) => void;

/** Main speaks of these before the page can listen: a document named on the command line. */
const HELD: ReadonlySet<string> = new Set<PushName>(['document.opened']);
const EDITS: ReadonlySet<string> = new Set<(typeof EDIT_COMMANDS)[number]>([
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'delete',
  'select-all',
]);

const names = (key: string): string[] => {
  const word = process.argv.find((it) => it.startsWith(`--potstill-${key}=`)) ?? '';
  return word.slice(word.indexOf('=') + 1).split(',');
};

const invoke = (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(`call:${name}`, input);

/** As much of the page's document as is asked for here. */
type Field = { readonly tagName: string; readonly type?: string; readonly isContentEditable: boolean };
const NO_TEXT = /^(button|checkbox|color|file|image|radio|range|reset|submit)$/;

function textHasFocus(): boolean {
  const { document } = globalThis as unknown as { document: { readonly activeElement: Field | null } };
  const field = document.activeElement;
  if (!field) return false;
  if (field.tagName === 'INPUT') return !NO_TEXT.test(field.type ?? '');
  return field.tagName === 'TEXTAREA' || field.isContentEditable;
}

function subscription(name: string): (listener: Listener) => () => void {
  const listeners = new Set<Listener>();
  const held: unknown[] = [];
  ipcRenderer.on(`push:${name}`, (_event: IpcRendererEvent, value: unknown) => {
    if (name === 'menu.command') {
      const { command } = value as PushValue<'menu.command'>;
      if (EDITS.has(command) && textHasFocus()) {
        void invoke('window.edit' satisfies CallName, { command });
        return;
      }
    }
    if (listeners.size === 0 && HELD.has(name)) held.push(value);
    for (const listener of [...listeners]) listener(value);
  });
  return (listener) => {
    if (typeof listener !== 'function')
      throw new TypeError(`${name} needs a listener, not ${typeof listener}`);
    listeners.add(listener);
    for (const value of held.splice(0)) listener(value);
    return () => void listeners.delete(listener);
  };
}

const bridge = {
  call: Object.fromEntries(names('calls').map((name) => [name, (input: unknown) => invoke(name, input)])),
  on: Object.fromEntries(names('pushes').map((name) => [name, subscription(name)])),
} as unknown as Bridge;

contextBridge.exposeInMainWorld('potstill', bridge);
