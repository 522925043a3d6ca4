import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

const frame = (title: string) => studio.canvas.getByRole('region', { name: title, exact: true });
const head = (title: string) => studio.canvas.getByRole('button', { name: `Frame ${title}`, exact: true });

async function boxOf(title: string) {
  const box = await frame(title).boundingBox();
  if (!box) throw new Error(`${title} is not drawn`);
  return box;
}

describe('a frame', () => {
  it('is drawn around what is selected, and asks for its title', async () => {
    await studio.selectNode('Teacher network');
    await studio.page.keyboard.down('Shift');
    await studio.selectNode('Teacher');
    await studio.page.keyboard.up('Shift');
    await studio.menu('frame');
    await studio.canvas.getByLabel('Title of the frame').fill('What teaches');
    await studio.page.keyboard.press('Enter');
    await head('What teaches').waitFor();
    await studio.screenshot('frame');
    const { x, y, width, height } = await boxOf('What teaches');
    for (const title of ['Teacher network', 'Teacher']) {
      const node = await studio.node(title).boundingBox();
      expect(node && node.x > x && node.y > y && node.x + node.width < x + width).toBe(true);
      expect(node && node.y + node.height < y + height).toBe(true);
    }
  });

  it('takes with it what it holds when it is dragged by its title, as one step of the history', async () => {
    const [before, other] = [await studio.place('Teacher'), await studio.place('Student')];
    const box = await head('What teaches').boundingBox();
    if (!box) throw new Error('no head');
    await studio.dragBy({ x: box.x + 20, y: box.y + box.height / 2 }, { x: 0, y: -90 });
    await expect.poll(async () => (await studio.place('Teacher')).y).toBeLessThan(before.y - 60);
    expect(await studio.place('Student')).toEqual(other);
    await studio.menu('undo');
    await expect.poll(() => studio.place('Teacher')).toEqual(before);
    await studio.menu('redo');
  });

  it('is painted by its dot, by its menu, by keys and by the list of commands, in both themes', async () => {
    const colour = () => frame('What teaches').getAttribute('data-colour');
    const { page } = studio;
    await studio.canvas.getByRole('button', { name: 'Colour of frame What teaches' }).click();
    await page.getByRole('menuitemradio', { name: 'Teal' }).click();
    await expect.poll(colour).toBe('teal');
    await head('What teaches').click({ button: 'right' });
    await page.getByRole('menuitemradio', { name: 'Violet' }).click();
    await expect.poll(colour).toBe('violet');
    await head('What teaches').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Violet', checked: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await studio.screenshot('frame-colours');
    await page.keyboard.press('Enter');
    await expect.poll(colour).toBe('rose');
    await studio.selectNode('Teacher');
    await studio.lookUp('paint amber');
    await expect.poll(colour).toBe('amber');
    await studio.inBothThemes('frame-painted');
    for (const before of ['rose', 'violet', 'teal', null]) {
      await studio.menu('undo');
      await expect.poll(colour).toBe(before);
    }
  });

  it('is given another size by its corner, and moved, renamed and removed by keys', async () => {
    const before = await boxOf('What teaches');
    await studio.dragBy(
      { x: before.x + before.width - 4, y: before.y + before.height - 4 },
      { x: 60, y: 30 },
    );
    await expect.poll(async () => (await boxOf('What teaches')).width).toBeGreaterThan(before.width + 30);
    await head('What teaches').focus();
    const at = await boxOf('What teaches');
    await studio.page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await boxOf('What teaches')).x).toBeGreaterThan(at.x);
    await studio.page.keyboard.press('Enter');
    await studio.canvas.getByLabel('Title of the frame').fill('Masters');
    await studio.page.keyboard.press('Enter');
    await head('Masters').click({ button: 'right' });
    await studio.page.getByRole('menuitem', { name: 'Select what it holds' }).click();
    await expect.poll(() => studio.canvas.locator('.react-flow__node.selected').count()).toBe(2);
    await head('Masters').focus();
    await studio.page.keyboard.press('Delete');
    await expect.poll(() => frame('Masters').count()).toBe(0);
    expect(await studio.node('Teacher').count()).toBe(1);
  });
});
