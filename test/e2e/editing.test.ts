import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson, pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

describe('the editor, by pointer and keys', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person });
    await studio.emptyCanvas();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const nodes = (): Promise<number> => studio.canvas.getByRole('group').count();
  const quickAdd = () => studio.page.getByRole('dialog', { name: /^Search nodes/ });

  test('a double-click on the canvas searches for a node and puts it there', async () => {
    await studio.page.mouse.dblclick(360, 300);
    await studio.page.keyboard.type('adam');
    await studio.page.keyboard.press('Escape');
    expect(await nodes()).toBe(0);
    await studio.page.mouse.dblclick(360, 300);
    await studio.page.keyboard.type('mnist');
    await quickAdd()
      .getByRole('option', { name: /^MNIST/ })
      .waitFor();
    await studio.screenshot('quick-add');
    await quickAdd()
      .getByRole('option', { name: /^MNIST/ })
      .click();
    await studio.node('MNIST').waitFor();
    expect(await nodes()).toBe(1);
  });

  test('a wire let go over the canvas offers only what fits, and is joined to it', async () => {
    await studio.drawWireTo(['MNIST', 'data'], { x: 560, y: 300 });
    await quickAdd().waitFor();
    expect(await quickAdd().getByRole('option', { name: /^Adam/ }).count()).toBe(0);
    await quickAdd()
      .getByRole('option', { name: /^Image transform/ })
      .click();
    await studio.node('Image transform').waitFor();
    await expect.poll(() => studio.wireCount()).toBe(1);
  });

  test('what was done is taken back step by step to an empty canvas, and done again', async () => {
    await studio.menu('undo');
    await expect.poll(nodes).toBe(1);
    await studio.menu('undo');
    await expect.poll(nodes).toBe(0);
    await expect.poll(() => studio.page.getByText('unsaved changes').count()).toBe(0);
    await studio.menu('redo');
    await studio.menu('redo');
    await expect.poll(nodes).toBe(2);
    await expect.poll(() => studio.wireCount()).toBe(1);
  });

  test('a selection is copied, pasted, doubled and deleted with the wires between its nodes', async () => {
    await studio.canvas.click({ position: { x: 600, y: 600 } });
    await studio.menu('select-all');
    await studio.menu('copy');
    await studio.menu('paste');
    await expect.poll(nodes).toBe(4);
    await expect.poll(() => studio.wireCount()).toBe(2);
    await studio.menu('duplicate');
    await expect.poll(nodes).toBe(6);
    await studio.menu('delete');
    await expect.poll(nodes).toBe(4);
    await studio.menu('undo');
    await expect.poll(nodes).toBe(6);
    await studio.menu('select-all');
    await studio.menu('cut');
    await expect.poll(nodes).toBe(0);
    await studio.menu('undo');
    await expect.poll(nodes).toBe(6);
  });

  test('all of it is done by keys alone, once the canvas was pressed', async () => {
    await studio.menu('select-all');
    await studio.menu('delete');
    const { keyboard } = studio.page;
    await studio.canvas.click({ position: { x: 500, y: 300 } });
    await keyboard.press('Tab');
    await quickAdd().waitFor();
    await keyboard.type('step');
    await keyboard.press('Enter');
    await studio.node('Step decay').waitFor();
    const before = await studio.place('Step decay');
    await keyboard.press('ArrowRight');
    await keyboard.press('Shift+ArrowDown');
    await expect.poll(() => studio.place('Step decay')).toEqual({ x: before.x + 20, y: before.y + 100 });
    await keyboard.press('F2');
    await keyboard.type('Falling rate');
    await keyboard.press('Enter');
    await studio.node('Falling rate').waitFor();
    await keyboard.press('Enter');
    await expect.poll(() => studio.inspector.locator('input:focus').count()).toBe(1);
    await studio.node('Falling rate').focus();
    await keyboard.press('Backspace');
    await expect.poll(nodes).toBe(0);
  });

  test('a value beyond its limits is told of in the form and never reaches the document', async () => {
    await studio.menu('select-all');
    await studio.menu('delete');
    await studio.addNode('Adam');
    await studio.selectNode('Adam');
    const field = studio.inspector.getByRole('textbox', { name: 'Learning rate' });
    await field.focus();
    await studio.inspector.getByText('A number from 1e-8 to 100.').waitFor();
    await field.fill('-1');
    await studio.inspector.getByRole('alert').getByText('from 1e-8 to 100').waitFor();
    await studio.screenshot('out-of-limits');
    await expect(studio.node('Adam').getByText('-1', { exact: true }).count()).resolves.toBe(0);
    await field.fill('0.01');
    await studio.node('Adam').getByText('0.01', { exact: true }).waitFor();
    await studio.inspector.getByRole('button', { name: 'Reset Learning rate to 0.001' }).click();
    await studio.node('Adam').getByText('0.001', { exact: true }).waitFor();
  });

  test('a damaged file is refused with its place; what is open stays', async () => {
    const broken = join(person.documents, 'broken.json');
    writeFileSync(broken, '{\n  "potstill": 1,\n  "title": "cut off');
    await pickFile(studio.app, broken);
    await studio.menu('open');
    const dialog = studio.page.getByRole('dialog').filter({ hasText: /line 3/i });
    await dialog.waitFor();
    await studio.screenshot('refused-file');
    await studio.page.keyboard.press('Escape');
    await studio.node('Adam').waitFor();
    expect(readFileSync(broken, 'utf8')).toBe('{\n  "potstill": 1,\n  "title": "cut off');
  });

  test('unsaved work is asked about before its tab is closed', async () => {
    await studio.menu('close-tab');
    await studio.answer('Cancel');
    await studio.node('Adam').waitFor();
    const file = join(person.documents, 'kept.json');
    await pickFile(studio.app, file);
    await studio.menu('close-tab');
    await studio.answer('Save');
    await studio.gallery.waitFor();
    expect(readFileSync(file, 'utf8')).toContain('optimizer.adam');
  });

  test('the theme follows the system', async () => {
    const system = (source: 'light' | 'dark' | 'system'): Promise<void> =>
      studio.app.evaluate(({ nativeTheme }, it) => {
        nativeTheme.themeSource = it;
      }, source);
    const back = (): Promise<string> =>
      studio.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await system('light');
    await expect.poll(back).toBe('rgb(238, 240, 243)');
    await system('dark');
    await expect.poll(back).toBe('rgb(17, 19, 20)');
    await system('system');
  });

  test('in the dark theme', async () => {
    await studio.menu('gallery');
    await studio.button(/^Theme/).click();
    await studio.page
      .getByRole('menuitem', { name: 'Dark' })
      .or(studio.page.getByRole('menuitemradio', { name: 'Dark' }))
      .click();
    await expect
      .poll(() => studio.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(true);
    await studio.screenshot('gallery-dark');
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.screenshot('canvas-dark');
  });
});
