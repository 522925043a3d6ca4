import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { electronInUse, letDriverFind } from './launch-app.ts';

export type ViewedTrace = {
  readonly process: string;
  /** Names of the rows, as they stand below each other, and how much work each has. */
  readonly rows: readonly (readonly [name: string, works: number])[];
  /** What the viewer did not understand or left out. */
  readonly warnings: readonly string[];
};

/** As much of the viewer's library as is used. */
const READ = (trace: string): string => `(() => {
  const model = new tr.Model();
  new tr.importer.Import(model).importTraces([${JSON.stringify(trace)}]);
  const [process] = model.getAllProcesses();
  const threads = Object.values(process.threads).sort((a, b) => a.sortIndex - b.sortIndex);
  return {
    process: process.name,
    rows: threads.map((it) => [it.name, it.sliceGroup.slices.length]),
    warnings: model.importWarnings.map((it) => it.message),
  };
})()`;

/** Opens a trace in Chromium's own viewer, chrome://tracing, which every Electron carries; in one of its own. */
export async function viewTrace(path: string): Promise<ViewedTrace> {
  const folder = mkdtempSync(join(tmpdir(), 'potstill-viewer-'));
  writeFileSync(join(folder, 'main.js'), '');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'main.js' }));
  letDriverFind(await electronInUse());
  const app = await _electron.launch({
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--user-data-dir=${join(folder, 'state')}`, folder],
  });
  try {
    return await app.evaluate(
      async ({ BrowserWindow }, script) => {
        const window = new BrowserWindow({ show: false });
        await window.loadURL('chrome://tracing');
        return window.webContents.executeJavaScript(script);
      },
      READ(readFileSync(path, 'utf8')),
    );
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
