import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import {
  answerWith,
  electronInUse,
  type LaunchedApp,
  launchApp,
  newPerson,
  type Person,
  questions,
} from './launch-app.ts';
import { listeningPorts } from './processes.ts';

let person: Person;
let pipeline: string;
beforeEach(() => {
  person = newPerson();
  pipeline = join(person.documents, 'My pipeline.json');
  copyFileSync(join(checkout, 'templates', 'student-alone-mnist.json'), pipeline);
});
afterEach(() => person.forget());

/** As the system starts it, without a driver. */
async function startBare(...named: string[]): Promise<ReturnType<typeof spawn>> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...root, `--user-data-dir=${person.state}`, checkout, ...named];
  const env = { ...process.env, POTSTILL_HOME: person.home };
  return spawn(await electronInUse(), args, { env, stdio: 'ignore', cwd: person.documents });
}

const recent = ({ page }: LaunchedApp): Promise<string[]> =>
  page.evaluate(async () => {
    const answer = await window.potstill.call['document.recent']({});
    return answer.ok ? answer.value.map((it) => it.name) : [];
  });

describe('a start of the app', () => {
  it('opens the document that its command line names', async () => {
    const launched = await launchApp({ person, args: [pipeline] });
    await expect.poll(() => recent(launched)).toEqual(['My pipeline.json']);
    const titles = (): Promise<string[]> =>
      launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((it) => it.getTitle()));
    await expect.poll(titles).toEqual(['My pipeline – Potstill']);
    await launched.close();
  });

  it('while it runs shows the window that is there, and opens the document in it', async () => {
    const launched = await launchApp({ person });
    await launched.page.evaluate(() => {
      const opened = Object.assign(window, { opened: [] as string[] }).opened;
      window.potstill.on['document.opened']((it) => opened.push(it.name));
    });
    const second = await startBare('My pipeline.json');
    expect(await once(second, 'exit')).toEqual([0, null]);
    const opened = (): Promise<string[]> =>
      launched.page.evaluate(() => (window as unknown as { opened: string[] }).opened);
    await expect.poll(opened).toEqual(['My pipeline.json']);
    expect(launched.app.windows()).toHaveLength(1);
    await launched.close();
  });

  it('with a document that cannot be opened says why and goes on', async () => {
    writeFileSync(pipeline, new Uint8Array([0xff, 0xfe, 0x00]));
    const launched = await launchApp({ person });
    await answerWith(launched.app, []);
    for (const name of ['missing.json', 'My pipeline.json']) await once(await startBare(name), 'exit');
    await expect
      .poll(() => questions(launched.app))
      .toEqual(['Could not read missing.json: it is not there.', 'My pipeline.json is no text in UTF-8.']);
    expect(await recent(launched)).toEqual([]);
    await launched.close();
  });

  it('finds the window where it was left', async () => {
    const left = { x: 120, y: 80, width: 1100, height: 700 };
    const first = await launchApp({ person });
    await first.app.evaluate(
      ({ BrowserWindow }, it) => BrowserWindow.getAllWindows()[0]?.setBounds(it),
      left,
    );
    await first.close();
    const next = await launchApp({ person });
    const found = await next.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(found).toEqual(left);
    await next.close();
  });

  it('comes up whatever damage its own files took', async () => {
    for (const name of ['recent.json', 'window.json', 'theme.json', 'models.json'])
      writeFileSync(join(person.state, name), '{"half": ');
    const launched = await launchApp({ person });
    expect(await recent(launched)).toEqual([]);
    await launched.close();
    for (const name of ['recent.json', 'window.json', 'theme.json', 'models.json'])
      expect(readFileSync(join(person.state, `${name}.damaged`), 'utf8')).toBe('{"half": ');
  });

  it('listens on no port; with a driver, on the two of that', async () => {
    const bare = await startBare(pipeline);
    // Written once the page is up and the document opened in it.
    await expect.poll(() => existsSync(join(person.state, 'recent.json')), { timeout: 30_000 }).toBe(true);
    expect(listeningPorts(bare.pid ?? 0)).toEqual([]);
    const exit = once(bare, 'exit');
    bare.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);

    const driven = await launchApp({ person });
    expect(listeningPorts(driven.app.process().pid ?? 0)).toHaveLength(2);
    await driven.page.evaluate(
      (text) => window.potstill.call['run.start']({ text, ticket: null }),
      readFileSync(pipeline, 'utf8'),
    );
    const engines = (): Promise<number> =>
      driven.app.evaluate(
        ({ app }) => app.getAppMetrics().filter((it) => it.name === 'Potstill engine').length,
      );
    await expect.poll(engines).toBe(1);
    expect(listeningPorts(driven.app.process().pid ?? 0)).toHaveLength(2);
    await driven.close();
  });
});
