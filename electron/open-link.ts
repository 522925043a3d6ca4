import type { Dialogs } from './dialogs.ts';

const HTTPS = /^https:\/\/[^\s\\/]/i;

/** The address as the system may be handed it, or undefined where it is none of the open web. */
export function webAddress(text: string): URL | undefined {
  if (!HTTPS.test(text) || text.includes('\\')) return undefined;
  try {
    const url = new URL(text);
    // A name and password before the host serve to make one host look like another.
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The one way out of the app: an https address, once the person has seen the host and agreed.
 *
 * @param open hands an address to the system's browser
 * @returns whether it was opened
 */
export async function openLink(
  text: string,
  dialogs: Pick<Dialogs, 'ask'>,
  open: (url: string) => Promise<void>,
): Promise<boolean> {
  const url = webAddress(text);
  if (!url) return false;
  const answer = await dialogs.ask({
    kind: 'question',
    message: `Open ${url.host} in your browser?`,
    detail: url.href.length > 300 ? `${url.href.slice(0, 300)}…` : url.href,
    buttons: ['Open', 'Cancel'],
    cancel: 1,
  });
  if (answer !== 0) return false;
  await open(url.href);
  return true;
}
