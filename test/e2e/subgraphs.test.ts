import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson, pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

describe('a part of a pipeline in one node', () => {
  const person = newPerson();
  const file = templateFile(person, 'tempered-softmax-mnist', {
    mnist: { trainExamples: 1000, testExamples: 500 },
    teacher: { epochs: 2 },
    trainer: { epochs: 2 },
  });
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person, args: [file] });
    await studio.node('Teacher').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name.slice(0, 40)}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const nodes = (): Promise<number> => studio.canvas.getByRole('group').count();

  test('is made of what is selected, named at once, and nothing is wrong with it', async () => {
    const [before, wires] = [await nodes(), await studio.wireCount()];
    await studio.selectNode('Teacher network');
    await studio
      .node('Teacher')
      .getByRole('heading')
      .click({ modifiers: ['Shift'] });
    await studio.menu('subgraph');
    await studio.canvas.getByRole('textbox', { name: 'Name of the node' }).fill('Teaching');
    await studio.page.keyboard.press('Enter');
    await studio.node('Teaching').waitFor();
    expect(await nodes()).toBe(before - 1);
    expect(await studio.wireCount()).toBe(wires - 1);
    await studio.inspector.getByText('Holds Teacher, Teacher network.').waitFor();
    expect(await studio.button(/problem|warning/).count()).toBe(0);
    await studio.inBothThemes('subgraph');
  });

  test('refuses to feed itself, and says through what', async () => {
    await studio.selectNode('Image transform');
    await studio
      .node('Tempered softmax')
      .getByRole('heading')
      .click({ modifiers: ['Shift'] });
    await studio.menu('subgraph');
    await studio.page
      .getByText(/lies between nodes that were chosen/)
      .first()
      .waitFor();
    await studio.screenshot('subgraph-refused');
    await studio.page.getByRole('button', { name: 'Dismiss' }).first().click();
  });

  test('shows a parameter of what it holds, which each may set for itself', async () => {
    await studio.selectNode('Teaching');
    await studio.inspector.getByText('Parameters to show').click();
    await studio.inspector.getByRole('switch', { name: 'Epochs' }).click();
    await studio.setNumber('Teaching', 'Epochs', '1');
    await studio.node('Teaching').getByText('Epochs').waitFor();
    await studio.screenshot('subgraph-shown-parameter');
  });

  test('runs as it did before, with its progress on it', async () => {
    await studio.button('Run').click();
    const done = async () => (await studio.summaries()).map((it) => it.status);
    await expect.poll(done, { timeout: 120_000 }).toEqual(['done']);
    await studio.node('Teaching').getByLabel('done').waitFor();
    await studio.screenshot('subgraph-run');
    await studio.button('Close the runs panel').click();
  });

  test('is one of two that share it, until one has its own copy', async () => {
    await studio.selectNode('Teaching');
    await studio.menu('duplicate');
    await studio.inspector.getByText(/^2 nodes stand for it/).waitFor();
    await studio.screenshot('subgraph-shared');
    await studio.inspector.getByRole('button', { name: 'Make its own copy' }).click();
    await studio.inspector.getByText(/nodes stand for it/).waitFor({ state: 'detached' });
    await studio.menu('undo');
    await studio.menu('undo');
    await expect.poll(() => studio.node('Teaching').count()).toBe(1);
  });

  test('is saved, opened again, and unpacked to what it was', async () => {
    const path = join(person.documents, 'folded.json');
    await pickFile(studio.app, path);
    await studio.menu('save-as');
    await expect.poll(() => studio.tabs()).toEqual(['folded']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ potstill: 3 });
    await studio.menu('close-tab');
    await studio.gallery.waitFor();
    await studio.menu('open');
    await studio.selectNode('Teaching');
    await studio.menu('unpack');
    await studio.node('Teacher network').waitFor();
    expect(await studio.node('Teaching').count()).toBe(0);
    await studio.node('Teacher').getByText('Epochs').waitFor();
    await studio.menu('save');
    await expect.poll(() => JSON.parse(readFileSync(path, 'utf8')).potstill).toBeLessThan(3);
    expect(JSON.parse(readFileSync(path, 'utf8')).nodes.teacher.params.epochs).toBe(1);
  });
});
