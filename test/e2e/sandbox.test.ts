import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { asNobody, nobodyCanStart } from './another-user.ts';
import { electronInUse, letDriverFind, newPerson } from './launch-app.ts';
import { processTree, statusOf } from './processes.ts';

// Chromium gives root no sandbox, so that the app is started as another user here, as every person does.
const asRoot = process.getuid?.() === 0;
const canStart = process.platform === 'linux' && (!asRoot || nobodyCanStart(checkout));

describe.skipIf(!canStart)('the sandbox, started as any user but root', () => {
  const person = newPerson();
  let app: ElectronApplication;

  beforeAll(async () => {
    const electron = await electronInUse();
    const { program, env } = asRoot ? asNobody(electron, person) : { program: electron, env: {} };
    letDriverFind(program);
    app = await _electron.launch({
      // Else the driver turns it off by itself.
      chromiumSandbox: true,
      args: [`--user-data-dir=${person.state}`, checkout],
      env: { ...(process.env as Record<string, string>), ...env, POTSTILL_HOME: person.home },
    });
    await app.firstWindow();
  });
  afterAll(async () => {
    await app?.close();
    person.forget();
  });

  const pageProcess = (): Promise<number | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId());

  it('holds the page: the kernel filters what its process may ask for', async () => {
    const pid = await pageProcess();
    expect(statusOf(pid ?? 0, 'Seccomp')).toBe('2');
    expect(statusOf(pid ?? 0, 'NoNewPrivs')).toBe('1');
    expect(processTree(app.process().pid ?? 0)).toContain(pid);
  });

  it('holds every page that the app could open, as it cannot be asked for without', async () => {
    const pid = await app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
      await other.loadURL('about:blank');
      const found = other.webContents.getOSProcessId();
      Object.assign(globalThis, { other });
      return found;
    });
    expect(statusOf(pid, 'Seccomp')).toBe('2');
  });
});
