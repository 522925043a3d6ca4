import type { WebContents, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { isFrom } from '../../electron/is-from.ts';
import { pageAddress } from '../../electron/page-address.ts';

const page = pageAddress(undefined);
const OURS = { url: 'app://potstill/index.html', origin: 'app://potstill' };

/** A window that shows this, and the frame that it shows it in. */
function makeWindow(shown = OURS): { contents: WebContents; frame: WebFrameMain } {
  const frame = { ...shown } as WebFrameMain;
  return { contents: { mainFrame: frame } as WebContents, frame };
}

describe('a message', () => {
  it('is ours from the main frame of our window', () => {
    const { contents, frame } = makeWindow();
    expect(isFrom({ sender: contents, senderFrame: frame }, contents, page)).toBe(true);
  });

  it('is foreign from another window, though it shows our page', () => {
    const { contents } = makeWindow();
    const other = makeWindow();
    expect(isFrom({ sender: other.contents, senderFrame: other.frame }, contents, page)).toBe(false);
  });

  it('is foreign from a frame within the page, though it is of our origin', () => {
    const { contents } = makeWindow();
    const inner = makeWindow().frame;
    expect(isFrom({ sender: contents, senderFrame: inner }, contents, page)).toBe(false);
  });

  it('is foreign from a frame that is gone', () => {
    const { contents } = makeWindow();
    expect(isFrom({ sender: contents, senderFrame: null }, contents, page)).toBe(false);
  });

  it.each([
    { url: 'https://example.org/', origin: 'https://example.org' },
    { url: 'app://other/index.html', origin: 'app://other' },
    { url: 'app://potstill.example.org/', origin: 'app://potstill.example.org' },
    { url: 'about:blank', origin: 'app://potstill' },
    { url: 'about:blank', origin: 'null' },
    { url: 'data:text/html,x', origin: 'null' },
    { url: 'app://potstill/index.html', origin: 'null' },
  ])('is foreign while our window shows %o', (shown) => {
    const { contents, frame } = makeWindow(shown);
    expect(isFrom({ sender: contents, senderFrame: frame }, contents, page)).toBe(false);
  });
});
