import { type Dirent, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** The page's own scheme: no file, no server, and an origin that nothing else has. */
export const SCHEME = 'app';
export const HOST = 'potstill';
export const ORIGIN = `${SCHEME}://${HOST}`;

// React Flow and React set inline styles; scripts come from the page's own files alone.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Answers the page's requests from one folder. Its files are listed once, links and what is no plain file left
 * out, and only what is on that list is ever read: a path that leads elsewhere cannot even be named.
 */
export function pageResponder(folder: string): (request: Request) => Promise<Response> {
  const files = new Map(filesBelow(folder, '').map((it) => [`/${it}`, join(folder, ...it.split('/'))]));
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'Only GET');
    const file = files.get(pathOf(request.url));
    const type = file === undefined ? undefined : TYPES[extname(file).toLowerCase()];
    if (file === undefined || type === undefined) return answer(404, 'Not found');
    try {
      const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file));
      return new Response(body, { headers: { ...HEADERS, 'Content-Type': type } });
    } catch {
      return answer(404, 'Not found');
    }
  };
}

const answer = (status: number, text: string): Response =>
  new Response(text, { status, headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });

/** The decoded path of a URL of ours; empty, and so on no list, for every other. */
function pathOf(text: string): string {
  try {
    const url = new URL(text);
    if (url.protocol !== `${SCHEME}:` || url.host !== HOST) return '';
    const path = decodeURIComponent(url.pathname);
    return path === '/' || path === '' ? '/index.html' : path;
  } catch {
    return '';
  }
}

function filesBelow(folder: string, prefix: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(folder, name);
    return entry.isFile() ? [name] : [];
  });
}
