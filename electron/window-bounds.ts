import { z } from 'zod';

export const SMALLEST = { width: 1024, height: 640 };

export const Bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Bounds = z.infer<typeof Bounds>;

/** As much of a window's title bar must be within reach. */
const REACH = { width: 160, height: 40 };

/**
 * Where the window was, if it can still be reached there: a screen may have been unplugged or made smaller. Else a
 * good part of the first screen, in its middle.
 *
 * @param areas of all screens, without bars and docks; the first is the one that the window goes to otherwise
 */
export function fitBounds(wanted: Bounds | undefined, areas: readonly Bounds[]): Bounds {
  // Made as large as it will be before it is looked for: a part that is cut off is no handle.
  const there = (area: Bounds): Bounds[] => {
    const window = wanted && { ...wanted, ...sizeWithin(wanted, area) };
    return window && reaches(window, area) ? [window] : [];
  };
  const [kept] = areas.flatMap(there);
  if (kept) return kept;
  const first = areas[0] ?? { x: 0, y: 0, width: 1440, height: 900 };
  const width = Math.max(SMALLEST.width, Math.min(1600, Math.round(first.width * 0.9)));
  const height = Math.max(SMALLEST.height, Math.min(1000, Math.round(first.height * 0.9)));
  return {
    x: first.x + Math.max(0, Math.round((first.width - width) / 2)),
    y: first.y + Math.max(0, Math.round((first.height - height) / 2)),
    width,
    height,
  };
}

const sizeWithin = ({ width, height }: Bounds, area: Bounds): Pick<Bounds, 'width' | 'height'> => ({
  width: Math.max(SMALLEST.width, Math.min(width, area.width)),
  height: Math.max(SMALLEST.height, Math.min(height, area.height)),
});

function reaches(window: Bounds, area: Bounds): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const top = window.y >= area.y && window.y + REACH.height <= area.y + area.height;
  return across >= REACH.width && top;
}
