import type { Page } from 'playwright-core';

export type Spot = { readonly x: number; readonly y: number };

/** How a gesture went: frames a second, and the time that nineteen of twenty frames took at most, in ms. */
export type Pace = { readonly frames: number; readonly slow: number };

declare global {
  interface Window {
    /** Moments of frames, while they are counted. */
    frameTimes?: number[] | null;
  }
}

/**
 * Drags from a spot around in circles for some seconds and counts the frames that the page draws meanwhile.
 *
 * @param seconds that the gesture takes
 */
export async function paceOfDrag(page: Page, from: Spot, seconds: number): Promise<Pace> {
  const { mouse } = page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 12, from.y + 4, { steps: 3 });
  await page.evaluate(() => {
    const times: number[] = [];
    window.frameTimes = times;
    const count = (now: number): void => {
      if (window.frameTimes !== times) return;
      times.push(now);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const begun = performance.now();
  for (let now = begun; now - begun < 1000 * seconds; now = performance.now()) {
    const turn = (now - begun) / 300;
    await mouse.move(from.x + 90 * Math.sin(turn), from.y + 60 * (1 - Math.cos(turn)));
  }
  const times = await page.evaluate(() => {
    const counted = window.frameTimes ?? [];
    window.frameTimes = null;
    return counted;
  });
  await mouse.move(from.x, from.y);
  await mouse.up();
  const gaps = times.slice(1).map((it, at) => it - (times[at] as number));
  const whole = gaps.reduce((sum, it) => sum + it, 0);
  gaps.sort((a, b) => a - b);
  return { frames: (1000 * gaps.length) / whole, slow: gaps[Math.floor(0.95 * gaps.length)] ?? 0 };
}

/** A spot of an element where nothing but the canvas itself lies, with room for a drag around it. */
export function emptySpot(page: Page): Promise<Spot> {
  return page.evaluate(() => {
    const canvas = document.querySelector('.react-flow') as Element;
    const box = canvas.getBoundingClientRect();
    for (let y = box.top + 0.3 * box.height; y < box.bottom - 8; y += 7)
      for (let x = box.left + 0.2 * box.width; x < box.right - 8; x += 7)
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y };
    throw new Error('The canvas is full.');
  });
}

/** A spot of the node nearest to the middle of the canvas by which it can be dragged. */
export function spotOfNode(page: Page): Promise<Spot> {
  return page.evaluate(() => {
    const box = (document.querySelector('.react-flow') as Element).getBoundingClientRect();
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const spots = [...document.querySelectorAll('.react-flow__node')].flatMap((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      const spot = { x: x + width / 2, y: y + Math.min(height / 2, 14) };
      const hit = document.elementFromPoint(spot.x, spot.y);
      return hit && node.contains(hit) && !hit.closest('.react-flow__handle, button, input') ? [spot] : [];
    });
    const far = ({ x, y }: { x: number; y: number }): number => Math.hypot(x - middle.x, y - middle.y);
    const nearest = spots.sort((a, b) => far(a) - far(b))[0];
    if (!nearest) throw new Error('No node is in view.');
    return nearest;
  });
}
