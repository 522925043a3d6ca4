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

/** Drops a file on the window, as from the desktop. */
const drop = (name: string, bytes: Uint8Array): Promise<void> =>
  studio.page.evaluate(
    ([called, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(content)], called));
      for (const type of ['dragover', 'drop'])
        window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true, bubbles: true }));
    },
    [name, [...bytes]] as const,
  );

describe.each([
  ['png', 'export-png'],
  ['svg', 'export-svg'],
] as const)('a pipeline exported as %s', (ending, command) => {
  it('is a picture, and opens as the same pipeline where it is dropped on the window', async () => {
    const path = join(studio.person.documents, `drawn.${ending}`);
    await pickFile(studio.app, path);
    await studio.menu(command);
    await studio.page.getByText(`drawn.${ending} holds the picture and the pipeline`).first().waitFor();
    const bytes = readFileSync(path);
    const folder = join(checkout, 'test-output');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `exported.${ending}`), bytes);
    const before = await studio.layout();
    await studio.menu('select-all');
    await studio.menu('delete');
    await expect.poll(() => studio.canvas.getByRole('group').count()).toBe(0);
    await drop(`drawn.${ending}`, bytes);
    await studio.page.getByRole('dialog').getByRole('button', { name: "Don't save" }).click();
    await expect.poll(() => studio.layout()).toEqual(before);
  });
});

describe('another picture', () => {
  it('is refused in plain words', async () => {
    await drop('holiday.svg', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    const dialog = studio.page.getByRole('dialog', { name: 'Could not open holiday.svg' });
    await dialog.getByText('a picture without a pipeline in it').waitFor();
  });
});
