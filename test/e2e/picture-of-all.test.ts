import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

describe('what is drawn beside nodes', () => {
  it('is in the picture too, and comes back with it', async () => {
    const { page } = studio;
    await studio.selectNode('Image transform');
    await page.keyboard.press('b');
    await studio.node('Image transform, bypassed').waitFor();
    await studio.menu('frame');
    await studio.canvas.getByLabel('Title of the frame').fill('Prepared');
    await page.keyboard.press('Enter');
    await studio.lookUp('paint teal');
    await studio.lookUp('add a note');
    await studio.canvas
      .getByRole('textbox', { name: 'Text of the note' })
      .fill('# Read me\n- **one**\n- two');
    await page.keyboard.press('Escape');
    await studio.selectNode('Teacher');
    await studio.inspector.getByRole('button', { name: 'The wire to Evaluation, teacher' }).click();
    await studio.inspector.getByRole('button', { name: 'Add a way point' }).click();
    const drawn = () =>
      Promise.all([
        studio.node('Image transform, bypassed').count(),
        studio.canvas.locator('.frame[data-colour=teal]').count(),
        studio.canvas.getByRole('group', { name: 'Note: Read me' }).count(),
        studio.canvas.getByRole('button', { name: /^Way point / }).count(),
      ]);
    await expect.poll(drawn).toEqual([1, 1, 1, 1]);
    const path = join(studio.person.documents, 'all.png');
    await pickFile(studio.app, path);
    await studio.menu('export-png');
    await page.getByText('all.png holds the picture and the pipeline').first().waitFor();
    const bytes = readFileSync(path);
    mkdirSync(join(checkout, 'test-output'), { recursive: true });
    writeFileSync(join(checkout, 'test-output', 'exported-all.png'), bytes);
    await studio.menu('select-all');
    await studio.menu('delete');
    await expect.poll(() => studio.canvas.getByRole('group').count()).toBe(0);
    await studio.dropFile('all.png', bytes);
    await expect.poll(drawn).toEqual([1, 1, 1, 1]);
  });
});
