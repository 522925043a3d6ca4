import { ORIGIN } from './page-protocol.ts';

/** Where the window's page is, and the origin that its messages must come from. */
export type PageAddress = { readonly url: string; readonly origin: string };

/** @param development address of the page under development (npm run dev); undefined for the built one */
export function pageAddress(development: string | undefined): PageAddress {
  if (development === undefined) return { url: `${ORIGIN}/index.html`, origin: ORIGIN };
  const { href, origin } = new URL(development);
  return { url: href, origin };
}

/** Whether the page may load this at all: its own files, and what it made itself. */
export function mayLoad(url: string, { origin }: PageAddress): boolean {
  if (/^(blob|data|devtools):/.test(url)) return true;
  if (url === origin || url.startsWith(`${origin}/`)) return true;
  // Under development, changes come over a socket of the same server.
  return origin.startsWith('http') && url.startsWith(`${origin.replace(/^http/, 'ws')}/`);
}
