import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callNames, pushNames } from '../../electron/channels.ts';
import { type LaunchedApp, launchApp } from './launch-app.ts';

let launched: LaunchedApp;
beforeAll(async () => {
  launched = await launchApp();
});
afterAll(() => launched?.close());

const PAGE = 'app://potstill/index.html';
const windows = (): Promise<number> =>
  launched.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);

/** Everything that a page could use to reach Node or Electron. */
const REACH = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'electron', '__dirname'];

describe('the bridge', () => {
  it('is all that the page has of Electron, and nothing of Node', async () => {
    const found = await launched.page.evaluate((names) => names.filter((it) => it in globalThis), REACH);
    expect(found).toEqual([]);
    const names = await launched.page.evaluate(() => ({
      bridge: Object.keys(window.potstill),
      call: Object.keys(window.potstill.call),
      on: Object.keys(window.potstill.on),
    }));
    expect(names).toEqual({ bridge: ['call', 'on'], call: callNames, on: pushNames });
  });

  it('cannot be altered by the page', async () => {
    const after = await launched.page.evaluate(() => {
      const { potstill } = window;
      const info = potstill.call['app.info'];
      const attempts = [
        () => Object.assign(window, { potstill: {} }),
        () => Object.defineProperty(window, 'potstill', { value: {} }),
        () => Reflect.deleteProperty(window, 'potstill'),
        () => Object.assign(potstill.call, { 'app.info': () => 'foreign' }),
        () => Object.assign(potstill, { extra: 1 }),
        () => Object.setPrototypeOf(potstill, { extra: 1 }),
        () => Reflect.deleteProperty(potstill.call, 'app.info'),
      ];
      for (const attempt of attempts)
        try {
          attempt();
        } catch {
          // Refused with a throw, which is as good as without.
        }
      return [window.potstill === potstill, potstill.call['app.info'] === info, 'extra' in potstill];
    });
    expect(after).toEqual([true, true, false]);
  });

  it('hands nothing of its own world to the page', async () => {
    const built = await launched.page.evaluate(() => {
      const call = window.potstill.call['app.info'] as unknown as { constructor: { constructor: unknown } };
      return call.constructor.constructor === Function;
    });
    expect(built).toBe(true);
  });

  it('tells a page that asks in a wrong way what was wrong, and does nothing', async () => {
    const answers = await launched.page.evaluate(async () => {
      const save = window.potstill.call['document.save'] as (input: unknown) => Promise<unknown>;
      const wrong = [undefined, null, 1, 'x', [], { ticket: '/etc/hostname' }, { path: '/x' }];
      return Promise.all(wrong.map((it) => save(it)));
    });
    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, problem: { code: 'call-invalid' } });
  });

  it('answers no other window, whatever that shows', async () => {
    const answers = await launched.app.evaluate(
      async ({ BrowserWindow }, urls) => {
        const asked: unknown[] = [];
        for (const url of urls) {
          const webPreferences = { nodeIntegration: true, contextIsolation: false, sandbox: false };
          const other = new BrowserWindow({ show: false, webPreferences });
          try {
            await other.loadURL(url);
            const ask = "require('electron').ipcRenderer.invoke('call:recovery.list', {})";
            asked.push(await other.webContents.executeJavaScript(ask));
          } finally {
            other.destroy();
          }
        }
        return asked;
      },
      [PAGE, 'about:blank'],
    );
    expect(answers).toHaveLength(2);
    for (const it of answers) expect(it).toMatchObject({ ok: false, problem: { code: 'call-foreign' } });
  });

  it('is not there in a frame within the page', async () => {
    const found = await launched.page.evaluate(() => {
      const frames = ['about:blank', 'app://potstill/index.html', 'javascript:1'].map((src) => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.src = src;
        return frame;
      });
      const bare = document.body.appendChild(document.createElement('iframe'));
      const bridges = [...frames, bare].map((it) => 'potstill' in (it.contentWindow ?? {}));
      for (const it of [...frames, bare]) it.remove();
      return bridges;
    });
    expect(found).toEqual([false, false, false, false]);
  });
});

const PLACES = [
  'https://example.org/',
  'http://example.org/',
  'http://127.0.0.1:9/',
  'https://user:password@example.org/',
  'file:///etc/hostname',
  'file://localhost/etc/hostname',
  'ftp://example.org/',
  'data:text/html,<h1>foreign</h1>',
  'blob:app://potstill/00000000-0000-0000-0000-000000000000',
  'chrome://gpu',
  'chrome://version',
  'chrome://crash',
  'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x.html',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://example.org/',
  'view-source:app://potstill/index.html',
  'filesystem:https://example.org/temporary/x',
  'app://other/index.html',
  'app://potstill.example.org/',
  'app://potstill/../../etc/hostname',
  'app://potstill/missing.html',
  'app://potstill/',
  'APP://OTHER/',
  'ms-settings:',
  'smb://example.org/share',
  'mailto:someone@example.org',
  'tel:+100',
  'vscode://file/etc/hostname',
];

describe('the window', () => {
  beforeEach(() => launched.page.reload());

  it.each(['link', 'location', 'replace', 'refresh'] as const)('cannot be led away by a %s', async (way) => {
    await launched.page.evaluate(
      async ([urls, by]) => {
        for (const url of urls) {
          const link = Object.assign(document.createElement('a'), { href: url });
          const refresh = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh' });
          refresh.content = `0; url=${url}`;
          const ways = {
            link: () => link.click(),
            location: () => Object.assign(location, { href: url }),
            replace: () => location.replace(url),
            refresh: () => document.head.append(refresh),
          };
          try {
            ways[by]();
          } catch {
            // Refused at once.
          }
          // A turn of the page and an answer of main: by then it has been decided.
          await new Promise((resolve) => setTimeout(resolve));
          await window.potstill.call['app.info']({});
        }
      },
      [PLACES, way] as const,
    );
    const shown = await launched.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((it) => it.webContents.getURL()),
    );
    expect(shown).toEqual([PAGE]);
    expect(launched.page.url()).toBe(PAGE);
  });

  it('comes back from an empty page, from which it takes no calls', async () => {
    await launched.app.evaluate(({ BrowserWindow }) => {
      const went = Object.assign(globalThis, { went: [] as string[] }).went;
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.on('did-navigate', (_event, url) => went.push(url));
    });
    await launched.page.evaluate(() => Object.assign(location, { href: 'about:blank' }));
    const went = (): Promise<string[]> =>
      launched.app.evaluate(() => (globalThis as unknown as { went: string[] }).went);
    await expect.poll(went).toEqual(['about:blank', PAGE]);
    await launched.page.waitForURL(PAGE);
  });

  it('opens no other', async () => {
    const opened = await launched.page.evaluate(
      (urls) =>
        urls.map((it) => {
          try {
            return window.open(it, '_blank');
          } catch {
            return null;
          }
        }),
      [...PLACES, '', PAGE],
    );
    expect(new Set(opened)).toEqual(new Set([null]));
    expect(await windows()).toBe(1);
  });

  it('holds no other page', async () => {
    const kind = await launched.page.evaluate(() => {
      const view = Object.assign(document.createElement('webview'), { src: 'https://example.org/' });
      document.body.append(view);
      return view.constructor.name;
    });
    expect(kind).toBe('HTMLElement');
    expect(await windows()).toBe(1);
  });

  it('downloads nothing', async () => {
    await launched.app.evaluate(({ session }) => {
      const seen = Object.assign(globalThis, { downloads: [] as boolean[] });
      session.defaultSession.on('will-download', (event) => seen.downloads.push(event.defaultPrevented));
    });
    await launched.page.evaluate(() => {
      const href = URL.createObjectURL(new Blob(['x']));
      Object.assign(document.createElement('a'), { href, download: 'x.txt' }).click();
    });
    const downloads = (): Promise<boolean[]> =>
      launched.app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads);
    await expect.poll(downloads).toEqual([true]);
  });

  it('gives its page no permission', async () => {
    const states = await launched.page.evaluate(async (names) => {
      const asked = names.map(async (name) => {
        const descriptor = { name, userVisibleOnly: true, sysex: true } as unknown as PermissionDescriptor;
        return [name, (await navigator.permissions.query(descriptor)).state];
      });
      return Object.fromEntries(await Promise.all(asked));
    }, PERMISSIONS);
    expect(states).toEqual(Object.fromEntries(PERMISSIONS.map((it) => [it, 'denied'])));
  });

  it('refuses what its page asks of the machine', async () => {
    const answers = await launched.page.evaluate(async () => {
      const given = (it: Promise<unknown>): Promise<string> =>
        it.then(
          () => 'given',
          () => 'refused',
        );
      const more = navigator as Navigator & {
        usb: { requestDevice(wanted: unknown): Promise<unknown> };
        serial: { requestPort(): Promise<unknown> };
        hid: { requestDevice(wanted: unknown): Promise<readonly unknown[]> };
      };
      return {
        notification: (await Notification.requestPermission()) === 'granted',
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            () => resolve('refused'),
          ),
        ),
        microphone: await given(navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await given(navigator.mediaDevices.getDisplayMedia({ video: true })),
        clipboard: await given(navigator.clipboard.readText()),
        toClipboard: await given(navigator.clipboard.writeText('x')),
        midi: await given(navigator.requestMIDIAccess({ sysex: true })),
        usb: await given(more.usb.requestDevice({ filters: [] })),
        serial: await given(more.serial.requestPort()),
        hid: (await more.hid.requestDevice({ filters: [] })).length,
        awake: await given(navigator.wakeLock.request('screen')),
        pointer: await given(Promise.resolve(document.body.requestPointerLock())),
        worker: await given(navigator.serviceWorker.register('/x.js')),
        storage: await navigator.storage.persist(),
      };
    });
    const refused = Object.fromEntries(Object.keys(answers).map((it) => [it, 'refused']));
    expect(answers).toEqual({ ...refused, notification: false, hid: 0, storage: false });
  });
});

const PERMISSIONS = [
  'geolocation',
  'notifications',
  'camera',
  'microphone',
  'midi',
  'clipboard-read',
  'clipboard-write',
  'persistent-storage',
  'accelerometer',
  'screen-wake-lock',
  'display-capture',
  'storage-access',
  'window-management',
  'local-fonts',
  'idle-detection',
];
