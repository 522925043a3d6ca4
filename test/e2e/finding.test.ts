import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

const finder = (name: string) => studio.page.getByRole('dialog', { name, exact: true });
const field = () => studio.page.getByRole('combobox');
const option = (name: RegExp) => studio.page.getByRole('option', { name });

describe('the list of all commands', () => {
  it('finds a command by a word of other programs, and does it by keys alone', async () => {
    await studio.menu('commands');
    await finder('Search all commands').waitFor();
    await studio.screenshot('commands');
    await field().fill('align');
    await expect.poll(() => option(/Align in a row/).getAttribute('aria-disabled')).toBe('true');
    await field().fill('night');
    await studio.page.keyboard.press('Enter');
    await finder('Search all commands').waitFor({ state: 'detached' });
    await expect
      .poll(() => studio.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(true);
    await studio.menu('commands');
    await finder('Search all commands').waitFor();
    await studio.screenshot('commands-dark');
    await field().fill('light theme');
    await studio.page.keyboard.press('Enter');
  });

  it('closes with Escape, and the canvas has the keys', async () => {
    await studio.menu('commands');
    await field().waitFor();
    await studio.page.keyboard.press('Escape');
    await finder('Search all commands').waitFor({ state: 'detached' });
    expect(await studio.canvas.evaluate((it) => it.contains(document.activeElement))).toBe(true);
  });
});

describe('finding on the canvas', () => {
  it('leads to a node by what it is or what is set in it', async () => {
    await studio.menu('find');
    await field().fill('adam');
    await studio.screenshot('find');
    await studio.page.keyboard.press('Enter');
    await expect.poll(() => studio.inspector.textContent()).toContain('Beta 2');
    await expect
      .poll(() =>
        studio
          .node('Adam')
          .evaluate(
            (it) => it.contains(document.activeElement) || it.parentElement?.contains(document.activeElement),
          ),
      )
      .toBe(true);
  });

  it('says where nothing is found', async () => {
    await studio.menu('find');
    await field().fill('giraffe');
    await finder('Find on the canvas').getByText('Nothing here has “giraffe” in it.').waitFor();
    await studio.page.keyboard.press('Escape');
  });
});

describe('the help of a kind of node', () => {
  it('goes with its line when a search takes that away from under the pointer', async () => {
    const search = studio.page.getByRole('searchbox', { name: 'Search nodes' });
    await search.fill('MNIST');
    await studio.page.locator('[data-type="data.mnist"]').hover();
    const help = studio.page.getByRole('tooltip');
    await help.waitFor();
    await search.fill('Theseus');
    await help.waitFor({ state: 'detached' });
    await search.fill('');
  });
});

describe('arranging and the history', () => {
  it('brings a moved card into line, keeps everything in view, and the history leads back', async () => {
    await studio.dragNode('Trainer', { x: -120, y: 90 });
    const moved = await studio.layout();
    await studio.menu('arrange');
    await expect.poll(() => studio.layout()).not.toEqual(moved);
    await expect.poll(() => studio.outOfView()).toEqual([]);
    await studio.screenshot('arranged');

    await studio.menu('history');
    const history = studio.page.getByRole('dialog', { name: 'History of changes' });
    await history.getByRole('button', { name: /Arrange the pipeline.*now/ }).waitFor();
    await studio.screenshot('history');
    await history.getByRole('button', { name: 'As it was opened' }).click();
    await history.getByRole('button', { name: /As it was opened.*now/ }).waitFor();
    await history.getByRole('button', { name: /Arrange the pipeline.*undone/ }).click();
    await history.getByRole('button', { name: /Arrange the pipeline.*now/ }).waitFor();
    await studio.page.keyboard.press('Escape');
    await studio.menu('undo');
    await expect.poll(() => studio.layout()).toEqual(moved);
  });
});
