import { getViewportForBounds, type Viewport } from '@xyflow/react';
import { type Area, around } from '../areas.ts';

/** How far out and in the canvas can be looked at. */
export const ZOOM = { least: 0.1, most: 2 } as const;

/** What stays free around a fitted pipeline; below it lies the bar of the zoom. Small pipelines are not blown up. */
const FIT = { around: '20px', below: '60px', most: 1 } as const;

export type Size = { readonly width: number; readonly height: number };

/** What the view is held on while the canvas changes its size: all that is drawn, or a spot in its middle. */
export type Aim = { readonly kind: 'whole' } | Spot;
export type Spot = { readonly kind: 'spot'; readonly x: number; readonly y: number; readonly zoom: number };

/** The viewport that a canvas of a size needs for an aim; undefined where nothing is drawn that could be fitted. */
export function viewportOf(aim: Aim, { width, height }: Size, drawn: readonly Area[]): Viewport | undefined {
  if (aim.kind === 'spot') {
    const zoom = Math.min(Math.max(aim.zoom, ZOOM.least), ZOOM.most);
    return { x: width / 2 - aim.x * zoom, y: height / 2 - aim.y * zoom, zoom };
  }
  const whole = around(drawn);
  const { around: x, below: bottom, most } = FIT;
  return whole && getViewportForBounds(whole, width, height, ZOOM.least, most, { x, top: x, bottom });
}

/** The spot that lies in the middle of a canvas. */
export function spotOf({ x, y, zoom }: Viewport, { width, height }: Size): Spot {
  return { kind: 'spot', x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom, zoom };
}

/** What to hold on to once the canvas was resized: the last aim while the view stands as that left it. */
export function heldAim(
  last: { readonly aim: Aim; readonly viewport: Viewport } | undefined,
  now: Viewport,
  before: Size,
): Aim {
  return last && sameView(last.viewport, now) ? last.aim : spotOf(now, before);
}

/** To less than a pixel, as a view that was moved by a transition may end a rounding aside. */
const sameView = (a: Viewport, b: Viewport): boolean =>
  Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && Math.abs(a.zoom / b.zoom - 1) < 0.001;

/** A change of the canvas's size by more than that is a panel's or the window's; by less, something is dragged. */
const JUMP = 72;

/** Whether the view goes over to a new size in a movement; what is dragged is followed at once. */
export const goesCalmly = (before: Size, now: Size): boolean =>
  Math.max(Math.abs(now.width - before.width), Math.abs(now.height - before.height)) > JUMP;
