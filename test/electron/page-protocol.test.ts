import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayLoad, pageAddress } from '../../electron/page-address.ts';
import { pageResponder } from '../../electron/page-protocol.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();
const SECRET = 'nobody may read this';

/** A built page, with a secret beside it that no address may lead to. */
function makePage() {
  const folder = folderOf();
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), SECRET);
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'index.js'), 'export {};');
  writeFileSync(join(root, 'assets', 'a b.css'), 'p {}');
  writeFileSync(join(root, 'assets', 'index.js.map'), SECRET);
  writeFileSync(join(root, 'assets', 'program.exe'), SECRET);
  symlinkSync(join(folder, 'secret.js'), join(root, 'assets', 'link.js'));
  symlinkSync(folder, join(root, 'assets', 'up'));
  const respond = pageResponder(root);
  const get = (url: string, method = 'GET'): Promise<Response> => {
    // What a request may say that no browser would is said here, as the responder trusts none.
    const request = new Request('http://any/', { method });
    return respond(
      new Proxy(request, { get: (it, key) => (key === 'url' ? url : Reflect.get(it, key, it)) }),
    );
  };
  return { root, get };
}

const TRAVERSALS = [
  'app://potstill/../secret.js',
  'app://potstill/../../secret.js',
  'app://potstill/assets/../../secret.js',
  'app://potstill/assets/../../../../../../../../etc/hostname',
  'app://potstill/%2e%2e/secret.js',
  'app://potstill/%2e%2e%2fsecret.js',
  'app://potstill/..%2fsecret.js',
  'app://potstill/..%5csecret.js',
  'app://potstill/assets/..%2f..%2fsecret.js',
  'app://potstill/%252e%252e/secret.js',
  'app://potstill/%252e%252e%252fsecret.js',
  'app://potstill/..%252fsecret.js',
  'app://potstill/..\\secret.js',
  'app://potstill/assets\\..\\..\\secret.js',
  'app://potstill/....//secret.js',
  'app://potstill/.../secret.js',
  'app://potstill/.%00./secret.js',
  'app://potstill/index.html%00.js',
  'app://potstill/%00',
  'app://potstill/%c0%ae%c0%ae/secret.js',
  'app://potstill/%ff',
  'app://potstill/%',
  'app://potstill/%u002e%u002e/secret.js',
  'app://potstill//etc/hostname',
  'app://potstill///etc/hostname',
  'app://potstill/file:///etc/hostname',
  'app://potstill/C:/Windows/win.ini',
  'app://potstill/C:%5cWindows%5cwin.ini',
  'app://potstill/%5c%5chost%5cshare%5cx.js',
  'app://potstill/assets/link.js',
  'app://potstill/assets/up/secret.js',
  'app://potstill/assets/up/renderer/index.html',
  'app://potstill/assets',
  'app://potstill/assets/',
  'app://potstill/assets/index.js/',
  'app://potstill/assets/index.js/../../../secret.js',
  'app://potstill/assets/index.js%20',
  'app://potstill/assets/index.js.',
  'app://potstill/assets/index.js::$DATA',
  'app://potstill/ASSETS/INDEX.JS',
  'app://potstill/__proto__',
  'app://potstill/constructor',
  'app://potstill/assets/index.js.map',
  'app://potstill/assets/program.exe',
  'app://other/index.html',
  'app://potstill.example.org/index.html',
  'app:/index.html',
  'file:///etc/hostname',
  'http://potstill/index.html',
  'https://potstill/index.html',
  'potstill',
  '',
];

describe('the page’s own scheme', () => {
  it('serves the built files, each by its type', async () => {
    const { get } = makePage();
    const page = await get('app://potstill/index.html');
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const script = await get('app://potstill/assets/index.js?v=1#part');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await get('app://potstill/assets/a%20b.css')).headers.get('content-type')).toMatch(/^text\/css/);
    expect(await (await get('app://potstill/')).text()).toBe('<!doctype html>');
  });

  it.each(TRAVERSALS)('has nothing at %j', async (url) => {
    const { get } = makePage();
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(SECRET);
  });

  it('has nothing that came after the start, and nothing for what is gone', async () => {
    const { root, get } = makePage();
    writeFileSync(join(root, 'late.js'), SECRET);
    expect((await get('app://potstill/late.js')).status).toBe(404);
    rmSync(join(root, 'index.html'));
    expect((await get('app://potstill/index.html')).status).toBe(404);
  });

  it('answers requests for a page alone', async () => {
    const { get } = makePage();
    const head = await get('app://potstill/index.html', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await get('app://potstill/index.html', method)).status).toBe(405);
  });

  it.each(['app://potstill/index.html', 'app://potstill/assets/index.js', 'app://potstill/missing'])(
    'sends its policy with %s',
    async (url) => {
      const { headers } = await makePage().get(url);
      const policy = new Map(
        (headers.get('content-security-policy') ?? '').split('; ').map((it) => {
          const [name = '', ...sources] = it.split(' ');
          return [name, sources];
        }),
      );
      expect(policy.get('default-src')).toEqual(["'none'"]);
      expect(policy.get('script-src')).toEqual(["'self'"]);
      for (const name of ['frame-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors'])
        expect(policy.get(name)).toEqual(["'none'"]);
      const sources = [...policy.values()].flat();
      expect(sources).not.toContain("'unsafe-eval'");
      expect(sources.filter((it) => /[:*.]/.test(it)).sort()).toEqual(['blob:', 'data:']);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it('of a page that was never built has nothing', async () => {
    const respond = pageResponder(join(folderOf(), 'missing'));
    expect((await respond(new Request('app://potstill/index.html'))).status).toBe(404);
  });
});

describe('what the page may load', () => {
  const built = pageAddress(undefined);
  const development = pageAddress('http://localhost:5173/');

  it.each(['app://potstill/index.html', 'app://potstill/assets/x.js', 'data:,x', 'blob:app://potstill/x'])(
    'includes %s',
    (url) => {
      expect(mayLoad(url, built)).toBe(true);
    },
  );

  it.each([
    'https://example.org/',
    'http://localhost:5173/',
    'ws://localhost:5173/',
    'file:///etc/hostname',
    'app://potstill.example.org/',
    'app://potstillx/',
    'app://other/',
    'chrome://gpu',
    'chrome-extension://x/',
    '',
  ])('does not include %j', (url) => {
    expect(mayLoad(url, built)).toBe(false);
  });

  it('under development is the development server and nothing else of the net', () => {
    expect(mayLoad('http://localhost:5173/main.tsx', development)).toBe(true);
    expect(mayLoad('ws://localhost:5173/?token=x', development)).toBe(true);
    for (const url of [
      'http://localhost:51730/',
      'http://localhost/',
      'ws://localhost:51730/',
      'https://example.org/',
    ])
      expect(mayLoad(url, development)).toBe(false);
  });
});
