import { describe, expect, test } from 'vitest';
import { nextPanel, type PanelName } from '../../../renderer/app/panel-focus.ts';

const all: PanelName[] = ['top-bar', 'tabs', 'palette', 'canvas', 'inspector', 'runs'];

describe('F6', () => {
  test('goes through every panel that is shown and begins again', () => {
    const seen: PanelName[] = [];
    let at: PanelName | undefined;
    for (let turn = 0; turn < all.length; turn += 1) {
      at = nextPanel(all, at, false);
      if (at) seen.push(at);
    }
    expect(seen).toEqual(all);
    expect(nextPanel(all, at, false)).toBe('top-bar');
  });

  test('leaves out what is hidden', () => {
    expect(nextPanel(['top-bar', 'canvas'], 'canvas', false)).toBe('top-bar');
    expect(nextPanel(['top-bar', 'canvas'], 'top-bar', false)).toBe('canvas');
  });

  test('goes back with Shift', () => {
    expect(nextPanel(all, 'top-bar', true)).toBe('runs');
    expect(nextPanel(all, 'inspector', true)).toBe('canvas');
    expect(nextPanel(all, undefined, true)).toBe('runs');
  });
});
