import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitions } from '../../../renderer/catalogue.ts';
import { checkout } from '../../../scripts/setup/places.mjs';
import { check } from '../../../src/pipeline/check.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { formatDocument } from '../../../src/pipeline/text.ts';
import { pickFile } from '../launch-app.ts';
import { Studio } from '../studio.ts';
import type { BareScene } from './bare/bare.tsx';
import { launchBare, serveBareCanvas } from './bare-app.ts';
import { largePipeline } from './large-pipeline.ts';
import { emptySpot, type Pace, paceOfDrag, spotOfNode } from './pace.ts';

/*
 * How quick the window is with a thousand nodes, beside React Flow's own canvas with as many, and how quickly it is
 * there, beside Electron's empty window. The figures go to test-output/window-speed.json for `npm run bench:ui`.
 */

const ROUNDS = 3;
const SECONDS = 2;

const thousand: Document = largePipeline((type) => definitions.get(type)?.version ?? 1);
const figures: Record<string, unknown> = {
  nodes: Object.keys(thousand.nodes).length,
  wires: Object.keys(thousand.wires).length,
  machine: { model: cpus()[0]?.model.trim(), cores: cpus().length },
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

afterAll(() => {
  const folder = join(checkout, 'test-output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'window-speed.json'), JSON.stringify(figures, null, 1));
});

describe('from nothing to a window', () => {
  test('the studio and an empty window of Electron, in turn', async () => {
    const times = { studio: [] as number[], empty: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      let begun = performance.now();
      const empty = await launchBare();
      const emptyTook = performance.now() - begun;
      await empty.app.close();
      begun = performance.now();
      const studio = await Studio.open();
      await studio.gallery.getByRole('button', { name: 'Empty canvas' }).waitFor();
      const studioTook = performance.now() - begun;
      await studio.close();
      // The first start reads both from the disk.
      if (round === 0) continue;
      times.empty.push(emptyTook);
      times.studio.push(studioTook);
    }
    figures.start = times;
    expect(median(times.studio)).toBeGreaterThan(0);
  });
});

describe('a check', () => {
  test('of a thousand nodes after an edit', () => {
    const ids = Object.keys(thousand.nodes).filter((it) => it.includes('-loss-'));
    const times = ids.slice(0, 40).map((id, at) => {
      const node = thousand.nodes[id] as Document['nodes'][string];
      const edited = {
        ...thousand,
        nodes: { ...thousand.nodes, [id]: { ...node, params: { temperature: 2 + at } } },
      };
      const begun = performance.now();
      const { problems } = check(edited, definitions);
      const took = performance.now() - begun;
      expect(problems.filter((it) => it.severity === 'error')).toEqual([]);
      return took;
    });
    figures.check = times.slice(10);
  });
});

describe('a thousand nodes', () => {
  let studio: Studio;
  let bare: { app: ElectronApplication; page: Page };
  let served: { address: string; close(): void };
  beforeAll(async () => {
    served = await serveBareCanvas();
    studio = await Studio.open();
    bare = await launchBare(served.address);
  });
  afterAll(async () => {
    await studio?.close();
    await bare?.app.close();
    served?.close();
  });

  test('are opened', async () => {
    const { app, page, person } = studio;
    const file = join(person.documents, 'thousand.json');
    writeFileSync(file, formatDocument(thousand));
    await pickFile(app, file);
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      // A file that is open would only be gone to.
      if (round > 0) await studio.menu('close-tab');
      await page.waitForFunction(() => document.querySelectorAll('.react-flow__node').length === 0);
      const drawn = page.evaluate(
        (wanted) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              if (document.querySelectorAll('.react-flow__node').length >= wanted)
                requestAnimationFrame(() => resolve(Date.now()));
              else requestAnimationFrame(look);
            };
            look();
          }),
        Math.floor(0.9 * Object.keys(thousand.nodes).length),
      );
      const begun = Date.now();
      await studio.menu('open');
      times.push((await drawn) - begun);
    }
    figures.open = times;
    await studio.screenshot('window-speed-all');
  });

  test('are edited', async () => {
    const { page } = studio;
    await page.keyboard.press('Escape');
    await page.locator('.react-flow__node').first().focus();
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const seen = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const hear = ({ timeStamp }: KeyboardEvent): void =>
              void requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => resolve(performance.now() - timeStamp);
                port2.postMessage(null);
              });
            window.addEventListener('keydown', hear, { capture: true, once: true });
          }),
      );
      await page.waitForTimeout(200);
      await page.keyboard.press('m');
      times.push(await seen);
    }
    figures.edit = times;
  });

  test.each([
    ['seen all at once', 'all'],
    ['seen at full size', 'near'],
  ])('are panned and dragged, %s', async (_, view) => {
    const { page } = studio;
    if (view === 'near') await page.getByRole('button', { name: /press for 100 %/ }).click();
    else await page.getByRole('button', { name: 'Fit to window' }).click();
    await page.waitForTimeout(800);
    await bare.page.evaluate((scene) => window.drawBare(scene), await sceneOf(page));
    await bare.page.waitForTimeout(1500);
    const rounds: Record<string, Pace[]> = { pan: [], barePan: [], drag: [], bareDrag: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.pan?.push(await paceOfDrag(page, await emptySpot(page), SECONDS));
      rounds.barePan?.push(await paceOfDrag(bare.page, await emptySpot(bare.page), SECONDS));
      rounds.drag?.push(await paceOfDrag(page, await spotOfNode(page), SECONDS));
      rounds.bareDrag?.push(await paceOfDrag(bare.page, await spotOfNode(bare.page), SECONDS));
    }
    figures[view] = rounds;
    await studio.screenshot(`window-speed-${view}`);
    expect(median((rounds.pan ?? []).map((it) => it.frames))).toBeGreaterThan(0);
  });
});

/** The studio's canvas as React Flow alone would draw it: the same places, the same view, a canvas of the same size. */
async function sceneOf(page: Page): Promise<BareScene> {
  const { width, height, viewport } = await page.evaluate(() => {
    const canvas = (document.querySelector('.react-flow') as Element).getBoundingClientRect();
    const moved = document.querySelector('.react-flow__viewport') as HTMLElement;
    const { a: zoom, e: x, f: y } = new DOMMatrix(getComputedStyle(moved).transform);
    return { width: canvas.width, height: canvas.height, viewport: { x, y, zoom } };
  });
  return {
    nodes: Object.entries(thousand.nodes).map(([id, { position }]) => ({ id, ...position })),
    edges: Object.entries(thousand.wires).map(([id, { from, to }]) => ({
      id,
      source: from.node,
      target: to.node,
    })),
    width,
    height,
    viewport,
  };
}
