import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

const notes = () => studio.canvas.getByRole('group', { name: /^Note: / });
const note = (title: string) => studio.canvas.getByRole('group', { name: `Note: ${title}`, exact: true });
const field = () => studio.canvas.getByRole('textbox', { name: 'Text of the note' });
const TEXT =
  '# Why so soft\nThe *teacher* says more than a label:\n- which **wrong** answers are near\n- see [the paper](https://arxiv.org/abs/1503.02531)\n1. warm up\n2. cool down';

async function boxOf(title: string) {
  const box = await note(title).boundingBox();
  if (!box) throw new Error(`${title} is not drawn`);
  return box;
}

describe('a note', () => {
  it('is added by its key where the pointer is, written in place, and left by Escape', async () => {
    const { page } = studio;
    await page.mouse.move(500, 650);
    await studio.menu('note');
    await field().waitFor();
    await expect.poll(() => field().evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.insertText(TEXT);
    await studio.screenshot('note-writing');
    await page.keyboard.press('Escape');
    await expect.poll(() => field().count()).toBe(0);
    await note('Why so soft').getByRole('heading', { name: 'Why so soft' }).waitFor();
    expect(await note('Why so soft').getByRole('listitem').count()).toBe(4);
    await expect.poll(() => note('Why so soft').evaluate((it) => it === document.activeElement)).toBe(true);
    await studio.inBothThemes('note');
  });

  it('is written again by Enter and by a double click; what was written is one step', async () => {
    const { page } = studio;
    await page.keyboard.press('Enter');
    await field().waitFor();
    await page.keyboard.type('\nAnd so on');
    await page.keyboard.press('Escape');
    await note('Why so soft').getByText('And so on').waitFor();
    await note('Why so soft').dblclick({ position: { x: 20, y: 20 } });
    await field().waitFor();
    await page.keyboard.press('Escape');
    await studio.menu('undo');
    await expect.poll(() => note('Why so soft').getByText('And so on').count()).toBe(0);
    expect(await note('Why so soft').getByText('cool down').count()).toBe(1);
  });

  it('opens a link only by way of the question that main asks', async () => {
    const asked = await studio.app.evaluate(({ dialog }) => {
      const seen: string[] = [];
      (globalThis as { asked?: string[] }).asked = seen;
      dialog.showMessageBox = ((...args: unknown[]) => {
        seen.push(JSON.stringify(args.at(-1)));
        return Promise.resolve({ response: 1, checkboxChecked: false });
      }) as never;
      return seen.length;
    });
    expect(asked).toBe(0);
    await note('Why so soft').getByRole('button', { name: 'the paper' }).click();
    await expect
      .poll(() => studio.app.evaluate(() => (globalThis as { asked?: string[] }).asked?.join(' ')))
      .toContain('arxiv.org');
  });

  it('is moved by pointer and arrows, resized by its corner, and undone step by step', async () => {
    const before = await boxOf('Why so soft');
    await studio.dragBy({ x: before.x + before.width - 30, y: before.y + 10 }, { x: 60, y: 30 });
    await expect.poll(async () => (await boxOf('Why so soft')).x).toBeGreaterThan(before.x + 30);
    const moved = await boxOf('Why so soft');
    await studio.dragBy({ x: moved.x + moved.width - 6, y: moved.y + moved.height - 6 }, { x: 80, y: 40 });
    await expect.poll(async () => (await boxOf('Why so soft')).width).toBeGreaterThan(before.width + 50);
    await note('Why so soft').focus();
    await studio.page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await boxOf('Why so soft')).x).toBeGreaterThan(moved.x);
    for (let step = 0; step < 3; step += 1) await studio.menu('undo');
    await expect.poll(() => boxOf('Why so soft')).toEqual(before);
  });

  it('is framed and dragged with its frame, copied, pasted, found and deleted', async () => {
    const { page } = studio;
    await note('Why so soft').click({ position: { x: 10, y: 10 } });
    await studio.menu('copy');
    await page.mouse.move(900, 700);
    await studio.menu('paste');
    await expect.poll(() => notes().count()).toBe(2);
    await studio.menu('undo');
    await note('Why so soft').click({ position: { x: 10, y: 10 } });
    await studio.menu('frame');
    await studio.canvas.getByLabel('Title of the frame').fill('Reasons');
    await page.keyboard.press('Enter');
    const head = await studio.canvas
      .getByRole('button', { name: 'Frame Reasons', exact: true })
      .boundingBox();
    if (!head) throw new Error('no head');
    const before = await boxOf('Why so soft');
    await studio.dragBy({ x: head.x + 12, y: head.y + head.height / 2 }, { x: 0, y: -40 });
    await expect.poll(async () => (await boxOf('Why so soft')).y).toBeLessThan(before.y - 20);
    await studio.menu('find');
    await page.getByRole('combobox', { name: 'Find on the canvas' }).fill('wrong answers');
    await page.getByRole('option', { name: /Why so soft/ }).waitFor();
    await studio.screenshot('note-found');
    await page.keyboard.press('Enter');
    await expect.poll(() => note('Why so soft').evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press('Backspace');
    await expect.poll(() => notes().count()).toBe(0);
  });

  it('comes from the palette, the list of commands and the menu of the canvas too', async () => {
    const { page } = studio;
    await page.getByLabel('Search nodes').first().fill('note');
    await page.getByRole('navigation', { name: 'Palette' }).getByRole('button', { name: /^Note/ }).click();
    await field().waitFor();
    const short = await notes().last().boundingBox();
    await page.keyboard.type('From the palette');
    expect((await note('From the palette').boundingBox())?.height).toBe(short?.height);
    await page.keyboard.press('Escape');
    await note('From the palette').waitFor();
    await studio.lookUp('sticky');
    await field().waitFor();
    await page.keyboard.press('Escape');
    await note('Empty note').waitFor();
    await studio.canvas.locator('.react-flow__pane').click({ button: 'right', position: { x: 30, y: 200 } });
    await page.getByRole('menuitem', { name: /^Add note/ }).click();
    await expect.poll(() => notes().count()).toBe(3);
    await page.keyboard.press('Escape');
    await studio.canvas.locator('.react-flow__pane').dblclick({ position: { x: 30, y: 480 } });
    await page.getByRole('combobox', { name: 'Search nodes' }).fill('sticky');
    await page.keyboard.press('Enter');
    await expect.poll(() => notes().count()).toBe(4);
    await field().waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Search nodes').first().fill('note');
    const item = await page.locator('[data-type="note"]').boundingBox();
    if (!item) throw new Error('the palette has no note');
    await studio.dragBy({ x: item.x + 20, y: item.y + 10 }, { x: 260, y: 200 });
    await expect.poll(() => notes().count()).toBe(5);
    await page.keyboard.press('Escape');
    await studio.inBothThemes('notes-many');
  });
});
