import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { places } from '../../src/runtime/places.ts';
import { pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

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
    await studio.dropFile(`drawn.${ending}`, bytes);
    await expect.poll(() => studio.layout()).toEqual(before);
  });
});

describe('a model that a run saved', () => {
  it('opens the pipeline that trained it', async () => {
    const before = await studio.layout();
    await studio.setNumber('MNIST', 'Training examples', '500');
    await studio.setNumber('MNIST', 'Test examples', '500');
    await studio.setNumber('Teacher', 'Epochs', '1');
    await studio.setNumber('Trainer', 'Epochs', '1');
    await studio.button('Run').click();
    const summaries = () => studio.summaries();
    await expect.poll(async () => (await summaries())[0]?.status, { timeout: 120_000 }).toBe('done');
    const run = (await summaries())[0]?.run ?? '';
    const { events } = await studio.record(run);
    const saved = events.find((it) => it.kind === 'saved-model');
    const model = readFileSync(join(places(studio.person.home).runs, run, saved?.file ?? ''));
    await studio.menu('select-all');
    await studio.menu('delete');
    await expect.poll(() => studio.canvas.getByRole('group').count()).toBe(0);
    await studio.dropFile('student.safetensors', model);
    await expect.poll(() => studio.layout()).toEqual(before);
    await studio.selectNode('MNIST');
    expect(await studio.inspector.getByLabel('Training examples', { exact: true }).first().inputValue()).toBe(
      '500',
    );
  });
});

describe('another picture', () => {
  it('is refused in plain words', async () => {
    await studio.dropFile(
      'holiday.svg',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    );
    const dialog = studio.page.getByRole('dialog', { name: 'Could not open holiday.svg' });
    await dialog.getByText('a picture without a pipeline in it').waitFor();
  });
});
