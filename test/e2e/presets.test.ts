import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';

describe('values that others trained with', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person });
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.selectNode('Tempered softmax');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const values = () => studio.inspector.getByLabel('Values', { exact: true });
  const temperature = () => studio.inspector.getByLabel('Temperature', { exact: true }).first().inputValue();
  const alpha = () => studio.inspector.getByLabel('Alpha', { exact: true }).first().inputValue();

  test('are taken all at once with their source in sight, and given back with one undo', async () => {
    const before = [await temperature(), await alpha()];
    await values().selectOption('Transformers on images');
    await expect.poll(async () => [await temperature(), await alpha()]).toEqual(['3', '0.1']);
    await studio.inspector.getByText(/Touvron et al\.: DeiT \(2021\)/).waitFor();
    await studio.screenshot('presets');
    await studio.menu('undo');
    await expect.poll(async () => [await temperature(), await alpha()]).toEqual(before);
  });

  test('are the person’s own once one of them is changed', async () => {
    await values().selectOption('Convolutional networks');
    await expect.poll(async () => [await temperature(), await alpha()]).toEqual(['4', '0.9']);
    await studio.setNumber('Tempered softmax', 'Alpha', '0.7');
    await expect.poll(() => values().locator('option:checked').textContent()).toBe('Your own');
  });
});
