import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { build } from 'vite';
import { cache } from '../../../scripts/setup/places.mjs';
import { electronInUse, letDriverFind } from '../launch-app.ts';

const HERE = join(import.meta.dirname, 'bare');
const BUILT = join(cache, 'bare-canvas');

/** Electron with an empty window, or with one page. */
export async function launchBare(page = 'about:blank'): Promise<{ app: ElectronApplication; page: Page }> {
  letDriverFind(await electronInUse());
  const app = await _electron.launch({
    chromiumSandbox: process.getuid?.() !== 0,
    args: [join(HERE, 'main.cjs')],
    env: { ...(process.env as Record<string, string>), BARE_WINDOW: page },
  });
  const window = await app.firstWindow();
  await window.waitForLoadState('load');
  return { app, page: window };
}

/** Builds the page with React Flow alone and serves it to this machine. */
export async function serveBareCanvas(): Promise<{ address: string; close(): void }> {
  await build({
    root: HERE,
    plugins: [react()],
    logLevel: 'error',
    build: { outDir: BUILT, emptyOutDir: true },
  });
  const server: Server = createServer((request, answer) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    readFile(join(BUILT, name)).then(
      (content) => answer.setHeader('content-type', TYPES[extname(name)] ?? 'text/plain').end(content),
      () => answer.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The page has no port.');
  return { address: `http://127.0.0.1:${at.port}/`, close: () => void server.close() };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
