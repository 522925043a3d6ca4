import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LaunchedApp, launchApp } from './launch-app.ts';

let launched: LaunchedApp;
beforeAll(async () => {
  launched = await launchApp();
});
beforeEach(() => launched.page.reload());
afterAll(() => launched?.close());

const PAGE = 'app://potstill/index.html';

declare global {
  interface Window {
    /** Directives of the page's policy that were broken. */
    broken?: string[];
    /** Set where injected code runs. */
    hit?: number;
  }
}

/** Ways to make a page run or fetch what is not its own. */
const INJECTIONS: Record<string, () => void> = {
  'an inline script': () => {
    const script = document.createElement('script');
    script.textContent = 'window.hit = 1';
    document.body.append(script);
  },
  'a script from the web': () => {
    const script = document.createElement('script');
    script.src = 'https://example.org/x.js';
    document.body.append(script);
  },
  'a script in a data address': () => {
    const script = document.createElement('script');
    script.src = 'data:text/javascript,window.hit=1';
    document.body.append(script);
  },
  'a script in a blob': () => {
    const script = document.createElement('script');
    script.src = URL.createObjectURL(new Blob(['window.hit = 1']));
    document.body.append(script);
  },
  'an inline handler': () => {
    const image = document.createElement('p');
    image.setAttribute('onclick', 'window.hit = 1');
    document.body.append(image);
    image.click();
  },
  'a script as an address': () => {
    const link = document.createElement('a');
    link.href = 'javascript:window.hit=1';
    document.body.append(link);
    link.click();
  },
  'a frame': () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
  },
  'an object': () => {
    const object = document.createElement('object');
    object.data = 'https://example.org/x';
    document.body.append(object);
  },
  'another base for its links': () => {
    const base = document.createElement('base');
    base.href = 'https://example.org/';
    document.head.append(base);
  },
  'a form that is sent off': () => {
    const form = document.createElement('form');
    form.action = 'https://example.org/';
    document.body.append(form);
    form.submit();
  },
  'an image from the web': () => {
    document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' }));
  },
  'a style sheet from the web': () => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet' });
    link.href = 'https://example.org/x.css';
    document.head.append(link);
  },
  'a request to the web': () => void fetch('https://example.org/').catch(() => undefined),
  'a request for a file': () => void fetch('file:///etc/hostname').catch(() => undefined),
  'a socket': () => {
    setTimeout(() => new WebSocket('ws://127.0.0.1:9/'));
  },
  'a worker in a blob': () => {
    setTimeout(() => new Worker(URL.createObjectURL(new Blob(['1']))));
  },
  // In a turn of their own: what the driver itself evaluates is free of the policy.
  'text as code': () => {
    // biome-ignore lint/security/noGlobalEval: that it fails is what is tested.
    setTimeout(() => eval('window.hit = 1'));
  },
  'a function from text': () => {
    setTimeout(() => new Function('window.hit = 1')());
  },
  'a timer with text': () => {
    setTimeout(() => setTimeout('window.hit = 1'));
  },
};

describe('the policy of the page', () => {
  it.each(Object.entries(INJECTIONS))('stops %s', async (_name, inject) => {
    await launched.page.evaluate(() => {
      window.broken = [];
      document.addEventListener('securitypolicyviolation', (it) => {
        window.broken?.push(it.effectiveDirective);
      });
    });
    await launched.page.evaluate(inject);
    await expect.poll(() => launched.page.evaluate(() => window.broken ?? [])).not.toEqual([]);
    expect(await launched.page.evaluate(() => 'hit' in window)).toBe(false);
    expect(launched.page.url()).toBe(PAGE);
  });

  it('comes with the page itself and with every file of it', async () => {
    const headers = await launched.page.evaluate(async () => {
      const own = [location.href, ...Array.from(document.scripts, (it) => it.src)];
      const answers = await Promise.all([...own, '/missing.js'].map((it) => fetch(it)));
      return answers.map((it) => it.headers.get('content-security-policy'));
    });
    expect(headers.length).toBeGreaterThan(2);
    for (const it of headers) expect(it).toMatch(/^default-src 'none'; script-src 'self';/);
  });
});
