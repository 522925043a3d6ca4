import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

const WIRE = 'Teacher, model, to Evaluation, teacher';
const points = () => studio.canvas.getByRole('button', { name: /^Way point / });
const point = (number: number) =>
  studio.canvas.getByRole('button', { name: `Way point ${number} of the wire ${WIRE}`, exact: true });

async function middleOf(number: number): Promise<{ x: number; y: number }> {
  const box = await point(number).boundingBox();
  if (!box) throw new Error(`way point ${number} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A point of the window on the wire, at a share of its length. */
const onWire = (share: number) =>
  studio.page.evaluate(
    ([name, part]) => {
      const edge = [...document.querySelectorAll<SVGElement>('.react-flow__edge')].find(
        (it) => it.getAttribute('aria-label') === name,
      );
      const path = edge?.querySelector<SVGPathElement>('.wire-line');
      const matrix = path?.getScreenCTM();
      if (!path || !matrix) throw new Error('no such wire');
      const { x, y } = path.getPointAtLength(path.getTotalLength() * part).matrixTransform(matrix);
      return { x, y };
    },
    [WIRE, share] as const,
  );

describe('a way point', () => {
  it('is put on a wire by a double click, and the wire is led through it when it is dragged', async () => {
    const { x, y } = await onWire(0.5);
    await studio.page.mouse.dblclick(x, y);
    await point(1).waitFor();
    await studio.dragBy(await middleOf(1), { x: 0, y: -120 });
    await expect.poll(async () => (await middleOf(1)).y).toBeLessThan(y - 90);
    const second = await onWire(0.8);
    await studio.page.mouse.dblclick(second.x, second.y);
    await point(2).waitFor();
    await studio.inBothThemes('way-points');
    for (let step = 0; step < 2; step += 1) await studio.menu('undo');
    await expect.poll(async () => Math.abs((await middleOf(1)).y - y)).toBeLessThan(12);
    await studio.menu('redo');
    await studio.menu('redo');
    await expect.poll(() => points().count()).toBe(2);
    expect(await studio.button(/problem/).count()).toBe(0);
  });

  it('is moved and removed by keys, and by its menu', async () => {
    const before = await middleOf(1);
    await point(1).focus();
    await studio.page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await middleOf(1)).y).toBeLessThan(before.y - 5);
    await studio.page.keyboard.press('Backspace');
    await expect.poll(() => points().count()).toBe(1);
    await point(1).click({ button: 'right' });
    await studio.screenshot('way-point-menu');
    await studio.page.getByRole('menuitem', { name: 'Remove the way point' }).click();
    await expect.poll(() => points().count()).toBe(0);
  });

  it('is added by keys alone: from the port in the inspector to its wire, and there by a button', async () => {
    const { page, inspector } = studio;
    await studio.selectNode('Teacher');
    await inspector.getByRole('button', { name: 'The wire to Evaluation, teacher' }).focus();
    await page.keyboard.press('Enter');
    await inspector.getByRole('heading', { name: 'Wire', exact: true }).waitFor();
    await inspector.getByRole('button', { name: 'Add a way point' }).focus();
    await page.keyboard.press('Enter');
    await point(1).waitFor();
    await studio.lookUp('reroute');
    await point(2).waitFor();
    await studio.screenshot('way-point-panel');
    await inspector.getByRole('button', { name: 'Remove its way points' }).click();
    await expect.poll(() => points().count()).toBe(0);
  });

  it('goes along with both ends of its wire, and goes when the pipeline is arranged', async () => {
    const { x, y } = await onWire(0.5);
    await studio.page.mouse.dblclick(x, y);
    await point(1).waitFor();
    const before = await middleOf(1);
    await studio.menu('select-all');
    await studio.dragNode('Trainer', { x: 0, y: 60 });
    await expect.poll(async () => (await middleOf(1)).y).toBeGreaterThan(before.y + 40);
    await studio.menu('arrange');
    await expect.poll(() => points().count()).toBe(0);
    await studio.menu('undo');
    await point(1).waitFor();
  });
});
