import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge, RunRecord } from '../../electron/contract.ts';
import { bareEnvironment, drivableCopy, switches } from './shipped.ts';

declare global {
  interface Window {
    readonly potstill: Bridge;
  }
}

const onlyHere = process.platform === 'linux' && process.arch === 'x64';
const full = process.env.POTSTILL_FULL === '1';
const ENDED = ['done', 'stopped', 'failed', 'killed'];

describe.skipIf(!onlyHere)('the package on a machine without Node, Python or a compiler', () => {
  const home = mkdtempSync(join(tmpdir(), 'potstill-shipped-'));
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    const executablePath = await drivableCopy();
    const start = (): Promise<ElectronApplication> =>
      _electron.launch({ executablePath, args: switches, env: bareEnvironment(home), timeout: 60_000 });
    // On a busy machine the driver may come too late for a program that it cannot hold back.
    app = await start().catch(start);
    page = await app.firstWindow();
  });
  afterAll(async () => {
    await app?.close();
    rmSync(home, { recursive: true, force: true });
  });

  const read = (run: string): Promise<RunRecord> =>
    page.evaluate(async (id) => {
      const answer = await window.potstill.call['run.read']({ run: id });
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
      return answer.value;
    }, run);

  test('starts, and has the fast engine in it', async () => {
    const info = await page.evaluate(() => window.potstill.call['app.info']({}));
    expect(info).toMatchObject({ ok: true, value: { engine: { state: 'ready' } } });
  });

  test('trains the starter template to its end', async () => {
    const started = await page.evaluate(async (whole) => {
      const list = await window.potstill.call['template.list']({});
      if (!list.ok) throw new Error(JSON.stringify(list.problem));
      const starter = list.value.find(({ id }) => id === 'tempered-softmax-mnist');
      const document = JSON.parse(starter?.text ?? '{}');
      // One epoch each is enough to see that all of it works; the slow proofs take the template as it is.
      if (!whole) for (const node of ['teacher', 'trainer']) document.nodes[node].params.epochs = 1;
      return window.potstill.call['run.start']({ text: JSON.stringify(document), ticket: null });
    }, full);
    expect(started).toMatchObject({ ok: true, value: { run: expect.any(String) } });
    const run = started.ok && 'run' in started.value ? started.value.run : '';

    await expect
      .poll(async () => (await read(run)).summary.status, { timeout: 500_000, interval: 1000 })
      .toSatisfy((status: string) => ENDED.includes(status));
    const record = await read(run);
    expect(record.summary).toMatchObject({ status: 'done' });
    expect(record.events.find(({ kind }) => kind === 'run-started')).toMatchObject({
      engine: { kind: 'tensorflow' },
    });
    const shares = record.events.flatMap((event) =>
      event.kind === 'evaluation' ? [event.measured.accuracy] : [],
    );
    expect(shares.length).toBeGreaterThan(0);
    for (const share of shares) expect(share).toBeGreaterThan(0.85);
    // What it wrote went to the person's own folder.
    expect(readdirSync(home)).not.toEqual([]);
  });
});
