import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { PageAddress } from './page-address.ts';

/** Whether a message comes from the main frame of that window, while it shows our page. */
export function isFrom(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  contents: WebContents,
  { origin }: PageAddress,
): boolean {
  return (
    sender === contents &&
    senderFrame !== null &&
    senderFrame === contents.mainFrame &&
    senderFrame.origin === origin &&
    // An empty page has the origin of the one before it.
    senderFrame.url.startsWith(`${origin}/`)
  );
}
