import type { Clipboard } from 'electron';
import { type Group, NOTHING } from '../handler.ts';

/** The page has no permission to the clipboard of its own; what is pasted is text, and read as a document. */
export const clipboardHandlers = (
  clipboard: Pick<Clipboard, 'readText' | 'writeText'>,
): Group<'clipboard'> => ({
  // Electron 45 answers by promises, 42 at once.
  'clipboard.write': async ({ text }) => {
    await clipboard.writeText(text);
    return NOTHING;
  },
  'clipboard.read': async () => ({ text: await clipboard.readText() }),
});
