import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AFTER_A_RUN, AT_START, AUTHORING, COMPARING, EMPTY, RUNNING } from './e2e/screens.ts';

const docs = new URL('../docs/', import.meta.url);
const screens = [...AT_START, ...EMPTY, ...AUTHORING, ...RUNNING, ...AFTER_A_RUN, ...COMPARING].map(
  (it) => it.name,
);

describe('docs/window.md', () => {
  test('shows every screen, in the order in which they are walked through', () => {
    const page = readFileSync(new URL('window.md', docs), 'utf8');
    const shown = [...page.matchAll(/\(images\/screens\/(.+)\.png\)/g)].map(([, name]) => name);
    expect(shown).toEqual(screens);
  });

  test('has a picture of each, and none of a screen that is no more (npm run pictures)', () => {
    const pictures = readdirSync(new URL('images/screens/', docs)).map((it) => it.replace(/\.png$/, ''));
    expect(pictures.sort()).toEqual([...screens].sort());
  });
});
