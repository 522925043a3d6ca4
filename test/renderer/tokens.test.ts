import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// Contrast by WCAG 2.2 (relative luminance), computed from the sheet itself in both themes.

const sheet = readFileSync(new URL('../../renderer/design/tokens.css', import.meta.url), 'utf8');
const declared = new Map(
  [...sheet.matchAll(/--([a-z-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
);

type Theme = 'light' | 'dark';
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** A token's colour in a theme, through `var()` and `light-dark()`. */
function colour(token: string, theme: Theme): Colour {
  const value = declared.get(token);
  if (value === undefined) throw new Error(`tokens.css has no --${token}`);
  const alias = /^var\(--([a-z-]+)\)$/.exec(value)?.[1];
  if (alias !== undefined) return colour(alias, theme);
  const pair = /^light-dark\((#[0-9a-f]{6,8}), (#[0-9a-f]{6,8})\)$/.exec(value);
  if (!pair) throw new Error(`--${token} is no colour of both themes, but ${value}`);
  const digits = (theme === 'light' ? pair[1] : pair[2]) ?? '';
  const part = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5), digits.length === 9 ? part(7) : 1];
}

/** What is seen where a colour lies over an opaque one. */
const over = ([r, g, b, alpha]: Colour, [br, bg, bb]: Colour): Colour => [
  r * alpha + br * (1 - alpha),
  g * alpha + bg * (1 - alpha),
  b * alpha + bb * (1 - alpha),
  1,
];

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]: Colour): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Of a token on another, which may itself lie over a surface. */
function between(front: string, back: string, theme: Theme, under = 'surface'): number {
  const ground = over(colour(back, theme), colour(under, theme));
  return contrast(over(colour(front, theme), ground), ground);
}

const surfaces = ['surface-canvas', 'surface-sunken', 'surface', 'surface-raised'];
const all = (prefix: string): string[] => [...declared.keys()].filter((it) => it.startsWith(prefix));

const TEXT = 4.5;
const CONTROL = 3;

describe.each<Theme>(['light', 'dark'])('In the %s theme', (theme) => {
  test.each(['text', 'text-soft', 'text-faint', 'accent', 'good', 'warning', 'danger'])(
    'text of --%s can be read on every surface',
    (token) => {
      for (const surface of surfaces)
        expect(between(token, surface, theme), `on --${surface}`).toBeGreaterThanOrEqual(TEXT);
    },
  );

  test.each([
    ['text-inverse', 'surface-inverse'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-accent', 'accent-press'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-hover'],
  ])('--%s can be read on --%s', (front, back) => {
    expect(between(front, back, theme)).toBeGreaterThanOrEqual(TEXT);
  });

  test.each([
    ['accent', 'accent-soft'],
    ['good', 'good-soft'],
    ['warning', 'warning-soft'],
    ['danger', 'danger-soft'],
    ['text', 'surface-press'],
    ['text', 'surface-hover'],
    ['text-soft', 'surface-hover'],
    ['text-soft', 'surface-press'],
    ['text-faint', 'surface-hover'],
    ['text-faint', 'accent-soft'],
  ])('--%s can be read on --%s over what it tints', (front, back) => {
    for (const under of ['surface', 'surface-raised'])
      expect(between(front, back, theme, under), `over --${under}`).toBeGreaterThanOrEqual(TEXT);
  });

  test('figures in what is pressed can be read', () => {
    expect(between('text-faint', 'surface-press', theme)).toBeGreaterThanOrEqual(TEXT);
  });

  test.each(['line-strong', 'accent'])('the edge of a control in --%s stands out', (token) => {
    for (const surface of surfaces)
      expect(between(token, surface, theme), `on --${surface}`).toBeGreaterThanOrEqual(CONTROL);
  });

  test.each([...all('category-'), ...all('port-')])(
    '--%s stands out as an icon, a port and a wire',
    (token) => {
      for (const surface of ['surface-canvas', 'surface', 'surface-raised'])
        expect(between(token, surface, theme), `on --${surface}`).toBeGreaterThanOrEqual(CONTROL);
    },
  );

  test.each(all('frame-'))('a title in --%s can be read on its own frame', (token) => {
    for (const under of ['surface-canvas', 'surface']) {
      const [red, green, blue] = colour(token, theme);
      const ground = over([red, green, blue, 0.14], colour(under, theme));
      expect(contrast(colour(token, theme), ground), `over --${under}`).toBeGreaterThanOrEqual(TEXT);
    }
  });

  test.each(all('heat-'))('--%s stands out as a bar on a node and in a table', (token) => {
    for (const surface of ['surface-canvas', 'surface', 'surface-raised'])
      expect(between(token, surface, theme), `on --${surface}`).toBeGreaterThanOrEqual(CONTROL);
  });

  test.each(all('curve-'))('--%s stands out in a chart', (token) => {
    for (const surface of ['surface', 'surface-raised'])
      expect(between(token, surface, theme), `on --${surface}`).toBeGreaterThanOrEqual(CONTROL);
  });

  test('axis text can be read', () => {
    expect(between('chart-axis', 'surface', theme)).toBeGreaterThanOrEqual(TEXT);
  });
});

describe('The computation', () => {
  test('gives the known ends of the scale', () => {
    expect(contrast([0, 0, 0, 1], [1, 1, 1, 1])).toBeCloseTo(21);
    expect(contrast([1, 1, 1, 1], [1, 1, 1, 1])).toBe(1);
    // #767676 on white is the lightest grey that passes 4.5.
    const grey = 0x76 / 255;
    expect(contrast([grey, grey, grey, 1], [1, 1, 1, 1])).toBeCloseTo(4.54, 2);
  });
});
