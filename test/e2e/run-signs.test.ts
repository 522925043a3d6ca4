import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedApp, launchApp } from './launch-app.ts';

/** What the system was asked to show. */
type Signs = { awake: string[]; progress: number[] };

let launched: LaunchedApp;
beforeAll(async () => {
  launched = await launchApp();
  // A screen without a desktop shows none of these; what Electron is asked for is written down.
  await launched.app.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
    const signs = Object.assign(globalThis, { signs: { awake: [], progress: [] } as Signs }).signs;
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('There is no window.');
    window.setProgressBar = (value) => void signs.progress.push(value);
    const start = powerSaveBlocker.start.bind(powerSaveBlocker);
    const stop = powerSaveBlocker.stop.bind(powerSaveBlocker);
    powerSaveBlocker.start = (kind) => {
      signs.awake.push(kind);
      return start(kind);
    };
    powerSaveBlocker.stop = (id) => {
      signs.awake.push('stop');
      return stop(id);
    };
  });
});
afterAll(() => launched?.close());

const signs = (): Promise<Signs> =>
  launched.app.evaluate(() => (globalThis as unknown as { signs: Signs }).signs);

describe('a run', () => {
  it('keeps the machine awake and shows its progress in the task bar', async () => {
    const document = JSON.parse(
      readFileSync(new URL('../../templates/student-alone-mnist.json', import.meta.url), 'utf8'),
    );
    document.nodes.trainer.params.epochs = 1;
    await launched.page.evaluate(
      (text) => window.potstill.call['run.start']({ text, ticket: null }),
      JSON.stringify(document),
    );
    await expect.poll(async () => (await signs()).awake, { timeout: 60_000 }).toContain('stop');
    const { awake, progress } = await signs();
    expect(awake).toEqual(['prevent-app-suspension', 'stop']);
    expect(progress.at(-1)).toBe(-1);
    const shown = progress.slice(0, -1).filter((it) => it >= 0);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(Math.max(...shown)).toBeLessThanOrEqual(1);
  });
});
