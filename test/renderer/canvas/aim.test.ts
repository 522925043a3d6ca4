import type { Viewport } from '@xyflow/react';
import { describe, expect, it } from 'vitest';
import { type Area, within } from '../../../renderer/canvas/areas.ts';
import {
  type Aim,
  goesCalmly,
  heldAim,
  type Size,
  spotOf,
  viewportOf,
} from '../../../renderer/canvas/flow/aim.ts';

const WHOLE: Aim = { kind: 'whole' };
const TALL: Size = { width: 900, height: 820 };
/** The same window once the runs are shown below. */
const SHORT: Size = { width: 900, height: 380 };
const card = (x: number, y: number): Area => ({ x, y, width: 220, height: 150 });
const drawn = [card(0, 0), card(1300, 40), card(520, 440)];

function view(aim: Aim, size: Size, areas: readonly Area[] = drawn): Viewport {
  const found = viewportOf(aim, size, areas);
  if (!found) throw new Error('There is nothing to see.');
  return found;
}

/** Where an area lies in the window, seen from a viewport. */
const onScreen = ({ x, y, zoom }: Viewport, area: Area): Area => ({
  x: area.x * zoom + x,
  y: area.y * zoom + y,
  width: area.width * zoom,
  height: area.height * zoom,
});

describe('a fitted pipeline', () => {
  it('lies in view with all of its nodes, above the bar of the zoom', () => {
    for (const size of [TALL, SHORT, { width: 400, height: 240 }]) {
      const free = { x: 0, y: 0, width: size.width, height: size.height - 56 };
      for (const area of drawn) expect(within(onScreen(view(WHOLE, size), area), free)).toBe(true);
    }
  });

  it('shows its frames too', () => {
    const frame = { x: -600, y: -300, width: 2400, height: 1400 };
    const free = { x: 0, y: 0, ...TALL };
    expect(within(onScreen(view(WHOLE, TALL), frame), free)).toBe(false);
    expect(within(onScreen(view(WHOLE, TALL, [...drawn, frame]), frame), free)).toBe(true);
  });

  it('is not blown up where it is small', () => {
    expect(view(WHOLE, TALL, [card(0, 0)]).zoom).toBe(1);
  });

  it('does not move the view where nothing is drawn', () => {
    expect(viewportOf(WHOLE, TALL, [])).toBeUndefined();
  });
});

describe('a canvas that is resized', () => {
  const fitted = { aim: WHOLE, viewport: view(WHOLE, TALL) };

  it('is fitted again while nobody has moved the view', () => {
    expect(heldAim(fitted, fitted.viewport, TALL)).toEqual(WHOLE);
    const ended = { ...fitted.viewport, x: fitted.viewport.x + 0.2 };
    expect(heldAim(fitted, ended, TALL)).toEqual(WHOLE);
  });

  it('keeps its middle in the middle once somebody has', () => {
    for (const moved of [
      { ...fitted.viewport, x: fitted.viewport.x + 40 },
      { ...fitted.viewport, zoom: fitted.viewport.zoom * 1.25 },
    ]) {
      const aim = heldAim(fitted, moved, TALL);
      const after = spotOf(view(aim, SHORT), SHORT);
      const before = spotOf(moved, TALL);
      expect(after.x).toBeCloseTo(before.x);
      expect(after.y).toBeCloseTo(before.y);
      expect(after.zoom).toBe(moved.zoom);
    }
  });

  it('keeps it also where the view was never fitted', () => {
    expect(heldAim(undefined, { x: 0, y: 0, zoom: 1 }, TALL)).toEqual({
      kind: 'spot',
      x: 450,
      y: 410,
      zoom: 1,
    });
  });

  it('follows a separator at once, and goes over calmly where a panel comes or goes', () => {
    expect(goesCalmly(TALL, { ...TALL, height: TALL.height - 12 })).toBe(false);
    expect(goesCalmly(TALL, SHORT)).toBe(true);
    expect(goesCalmly(TALL, { ...TALL, width: TALL.width + 232 })).toBe(true);
  });
});

describe('a spot that is aimed at', () => {
  it('is zoomed no further than the canvas goes', () => {
    expect(view({ kind: 'spot', x: 0, y: 0, zoom: 9 }, TALL).zoom).toBe(2);
    expect(view({ kind: 'spot', x: 0, y: 0, zoom: 0.01 }, TALL).zoom).toBe(0.1);
  });
});
