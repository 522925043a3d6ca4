import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../electron/contract.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { answerWith, type LaunchedApp, launchApp, newPerson, type Person, questions } from './launch-app.ts';
import { isAlive, processTree } from './processes.ts';

let person: Person;
beforeEach(() => {
  person = newPerson();
});
afterEach(() => person.forget());

/** A run that would take many minutes, with a checkpoint after each of its short epochs. */
const LONG = ((): string => {
  const text = readFileSync(new URL('../../templates/student-alone-mnist.json', import.meta.url), 'utf8');
  const document = JSON.parse(text);
  document.nodes.trainer.params.epochs = 500;
  return JSON.stringify(document);
})();

const list = ({ page }: LaunchedApp): Promise<RunSummary[]> =>
  page.evaluate(async () => {
    const answer = await window.potstill.call['run.list']({});
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value;
  });

const statusIn = async (launched: LaunchedApp): Promise<string | undefined> =>
  (await list(launched))[0]?.status;

/** Starts a run and waits until it has a checkpoint. */
async function runUntilCheckpoint({ page }: LaunchedApp): Promise<string> {
  const started = await page.evaluate(
    (text) => window.potstill.call['run.start']({ text, ticket: null }),
    LONG,
  );
  if (!started.ok || !('run' in started.value)) throw new Error(JSON.stringify(started));
  const { run } = started.value;
  const kinds = (): Promise<RunEvent['kind'][]> =>
    page.evaluate(async (id) => {
      const answer = await window.potstill.call['run.read']({ run: id });
      return answer.ok ? answer.value.events.map((it) => it.kind) : [];
    }, run);
  await expect.poll(kinds, { timeout: 60_000 }).toContain('checkpoint');
  return run;
}

/** The engine is the utility process by that name. */
const engineOf = ({ app }: LaunchedApp): Promise<number | undefined> =>
  app.evaluate(({ app: it }) => it.getAppMetrics().find(({ name }) => name === 'Potstill engine')?.pid);

const exitOf = ({ app }: LaunchedApp): Promise<number | null> =>
  new Promise((resolve) => app.process().once('exit', (code) => resolve(code)));

const closeWindow = ({ app }: LaunchedApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Lets the page's process die, and waits until another one shows the page again. */
async function crashPage({ app }: LaunchedApp): Promise<void> {
  // The driver gives a page up that crashed once; main does not.
  const state = (): Promise<{ process: number; there: boolean }> =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const there = contents?.isLoading() === false && !contents.isCrashed();
      return { process: contents?.getOSProcessId() ?? 0, there };
    });
  const before = await state();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect
    .poll(state, { timeout: 30_000 })
    .toSatisfy((it: typeof before) => it.there && it.process !== before.process && it.process > 0);
}

describe('a window with unsaved work', () => {
  it('closes only after a question, and only if the person says so', async () => {
    const launched = await launchApp({ person });
    await launched.page.evaluate(async () => {
      await window.potstill.call['recovery.keep']({ key: 'work', name: 'Work', ticket: null, text: '{}' });
      const tabs = [{ key: 'work', name: 'Work', ticket: null, dirty: true }];
      await window.potstill.call['window.state']({ name: 'Work', dirty: true, tabs, active: 'work' });
    });
    await answerWith(launched.app, ['Cancel']);
    await closeWindow(launched);
    await expect.poll(() => questions(launched.app)).toEqual(['Save the changes to Work?']);
    expect(launched.app.windows()).toHaveLength(1);

    const exit = exitOf(launched);
    await answerWith(launched.app, ["Don't Save"]);
    await closeWindow(launched);
    expect(await exit).toBe(0);

    // What the person did not want to keep is not offered to them again.
    const next = await launchApp({ person });
    const kept = await next.page.evaluate(() => window.potstill.call['recovery.list']({}));
    expect(kept).toEqual({ ok: true, value: [] });
    await next.close();
  });

  it('keeps it for the next start where the system ends the app', async () => {
    const launched = await launchApp({ person });
    await launched.page.evaluate(async () => {
      await window.potstill.call['recovery.keep']({ key: 'work', name: 'Work', ticket: null, text: '{}' });
      const tabs = [{ key: 'work', name: 'Work', ticket: null, dirty: true }];
      await window.potstill.call['window.state']({ name: 'Work', dirty: true, tabs, active: 'work' });
    });
    const exit = exitOf(launched);
    launched.app.process().kill('SIGTERM');
    expect(await exit).toBe(0);
    const next = await launchApp({ person });
    const kept = await next.page.evaluate(() => window.potstill.call['recovery.list']({}));
    expect(kept).toMatchObject({ ok: true, value: [{ key: 'work', name: 'Work', text: '{}' }] });
    await next.close();
  });
});

describe('the end of the app while a run is going on', () => {
  it('is asked about; the run is stopped with a checkpoint and can go on at the next start', async () => {
    const launched = await launchApp({ person });
    const run = await runUntilCheckpoint(launched);
    await answerWith(launched.app, ['Keep Working']);
    await launched.app.evaluate(({ app }) => app.quit());
    await expect.poll(() => questions(launched.app)).toEqual(['“Student alone on MNIST” is still training.']);
    expect(await statusIn(launched)).toBe('running');

    const exit = exitOf(launched);
    await answerWith(launched.app, ['Stop and Quit']);
    await launched.app.evaluate(({ app }) => app.quit());
    expect(await exit).toBe(0);

    const next = await launchApp({ person });
    expect(await list(next)).toMatchObject([{ run, status: 'stopped', resumable: true }]);
    await next.page.evaluate((it) => window.potstill.call['run.continue']({ run: it }), run);
    await expect.poll(() => engineOf(next), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await statusIn(next)).toBe('running');
    await next.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s stops the run with a checkpoint', async (signal) => {
    const launched = await launchApp({ person });
    const run = await runUntilCheckpoint(launched);
    const processes = processTree(launched.app.process().pid ?? 0);
    const exit = exitOf(launched);
    launched.app.process().kill(signal);
    expect(await exit).toBe(0);
    await expect.poll(() => processes.filter(isAlive)).toEqual([]);
    const next = await launchApp({ person });
    expect(await list(next)).toMatchObject([{ run, status: 'stopped', resumable: true }]);
    await next.close();
  });

  it('by the death of its main process takes the engine along; the run is told as killed and can go on', async () => {
    const launched = await launchApp({ person });
    const run = await runUntilCheckpoint(launched);
    const engine = (await engineOf(launched)) ?? 0;
    expect(isAlive(engine)).toBe(true);
    const exit = exitOf(launched);
    launched.app.process().kill('SIGKILL');
    await exit;
    await expect.poll(() => isAlive(engine), { timeout: 30_000 }).toBe(false);
    const next = await launchApp({ person });
    expect(await list(next)).toMatchObject([{ run, status: 'killed', resumable: true }]);
    await next.close();
  });
});

describe('the death of another process', () => {
  it('of the engine leaves the app as it was and the run marked', async () => {
    const launched = await launchApp({ person });
    const run = await runUntilCheckpoint(launched);
    process.kill((await engineOf(launched)) ?? 0, 'SIGKILL');
    await expect.poll(() => statusIn(launched), { timeout: 30_000 }).toBe('killed');
    expect(await list(launched)).toMatchObject([{ run, resumable: true }]);
    await launched.close();
  });

  it('of the page, three times within a minute, is asked about before it starts anew', async () => {
    const launched = await launchApp({ person });
    await answerWith(launched.app, ['Start the Window Again']);
    for (let times = 1; times <= 3; times += 1) await crashPage(launched);
    expect(await questions(launched.app)).toEqual(['The window of Potstill failed several times.']);
    await answerWith(launched.app, []);
    const exit = exitOf(launched);
    await closeWindow(launched);
    expect(await exit).toBe(0);
  });

  it('of the page brings it up again, with what it had not saved, and the run goes on', async () => {
    const launched = await launchApp({ person });
    await runUntilCheckpoint(launched);
    await launched.page.evaluate(async () => {
      await window.potstill.call['recovery.keep']({ key: 'work', name: 'Work', ticket: null, text: '{}' });
      const tabs = [{ key: 'work', name: 'Work', ticket: null, dirty: true }];
      await window.potstill.call['window.state']({ name: 'Work', dirty: true, tabs, active: 'work' });
    });
    await crashPage(launched);
    const ask = (source: string): Promise<unknown> =>
      launched.app.evaluate(
        ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
        source,
      );
    expect(await ask("potstill.call['recovery.list']({})")).toMatchObject({ value: [{ key: 'work' }] });
    expect(await ask("potstill.call['run.list']({})")).toMatchObject({ value: [{ status: 'running' }] });
    // The new page has said nothing of unsaved work yet, and must not be asked about the old one's.
    await answerWith(launched.app, ['Stop and Quit']);
    const exit = exitOf(launched);
    await closeWindow(launched);
    expect(await exit).toBe(0);
    const next = await launchApp({ person });
    const kept = await next.page.evaluate(() => window.potstill.call['recovery.list']({}));
    expect(kept).toMatchObject({ ok: true, value: [{ key: 'work' }] });
    await next.close();
  });
});
