import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
});
afterAll(() => studio?.close());

/*
 * No pointer: keys of the page, and the menu's accelerators, which the driver can give by the menu alone.
 */
const press = (key: string): Promise<void> => studio.page.keyboard.press(key);

/** Adds a node by its name, and gives it another one. */
async function add(kind: string, title?: string): Promise<void> {
  const nodes = studio.canvas.getByRole('group');
  const before = await nodes.count();
  await studio.menu('add-node');
  await studio.page.getByRole('combobox', { name: 'Search nodes' }).waitFor();
  await studio.page.keyboard.type(kind);
  await press('Enter');
  await nodes.nth(before).waitFor();
  if (title === undefined) return;
  await press('F2');
  await studio.page.keyboard.type(title);
  await press('Enter');
  await studio.node(title).waitFor();
}

/** Goes to a node by the search over the canvas. */
async function goTo(title: string): Promise<void> {
  await studio.menu('find');
  await studio.page.getByRole('combobox', { name: /Find/ }).waitFor();
  await studio.page.keyboard.type(title);
  await press('Enter');
}

/** Wires the node that has the focus, by what the search is told. */
async function wire(query: string): Promise<void> {
  const before = await studio.wireCount();
  await press('w');
  await studio.page.getByRole('combobox', { name: /Search a wire of/ }).waitFor();
  await studio.page.keyboard.type(query);
  await press('Enter');
  await expect.poll(() => studio.wireCount()).toBe(before + 1);
}

/** Sets a parameter of the node that has the focus: Enter goes to its form, Tab from field to field. */
async function setField(label: string, value: string): Promise<void> {
  await press('Enter');
  const field = studio.inspector.getByLabel(label, { exact: true }).first();
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if (await field.evaluate((it) => it === document.activeElement)) break;
    await press('Tab');
  }
  await press('Control+a');
  await studio.page.keyboard.type(value);
  await press('Enter');
}

describe('keys alone', () => {
  it('build the starter pipeline on an empty canvas', async () => {
    await studio.page.waitForFunction(() => document.activeElement !== document.body);
    const empty = studio.gallery.getByRole('button', { name: 'Empty canvas' });
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await empty.evaluate((it) => it === document.activeElement)) break;
      await press('Tab');
    }
    await press('Enter');
    await studio.canvas.waitFor();

    await add('MNIST');
    await setField('Training examples', '600');
    await add('Image transform');
    await wire('data MNIST');
    await add('CNN', 'Large');
    await add('MLP', 'Small');
    await add('Teacher');
    await wire('network Large');
    await wire('data transform');
    await setField('Epochs', '1');
    await add('Student');
    await wire('network Small');
    await wire('data transform');
    await add('Tempered softmax');
    await wire('student logits Student');
    await wire('teacher logits Teacher');
    await wire('labels transform');
    await add('Adam');
    await add('Trainer');
    await wire('loss Tempered');
    await wire('optimizer Adam');
    await setField('Epochs', '2');
    await add('Evaluation');
    await wire('model Trainer');
    await wire('teacher Teacher');
    await studio.menu('arrange');
    await studio.screenshot('keyboard-built');
    expect(await studio.wireCount()).toBe(12);
    await studio.inspector.or(studio.inspector.getByRole('region')).first().waitFor();
  });

  it('change a wire and take that back', async () => {
    await goTo('Tempered softmax');
    await press('w');
    await studio.page.keyboard.type('labels MNIST');
    await studio.screenshot('keyboard-wires');
    await press('Enter');
    expect(await studio.wireCount()).toBe(12);
    await studio.menu('undo');
    expect(await studio.wireCount()).toBe(12);
  });

  it('run it to its result', async () => {
    await studio.menu('run');
    await studio.runs.getByText(/^Done in/).waitFor({ timeout: 100_000 });
    // F6 leads from panel to panel, Tab to the tabs, arrows from one to the next.
    const inRuns = () => studio.runs.evaluate((it) => it.contains(document.activeElement));
    for (let times = 0; times < 6 && !(await inRuns()); times += 1) await press('F6');
    const isTab = () => studio.page.evaluate(() => document.activeElement?.matches('[role=tab]') ?? false);
    for (let times = 0; times < 20 && !(await isTab()); times += 1) await press('Tab');
    const result = studio.runs.getByRole('tab', { name: 'Result' });
    for (let times = 0; times < 10 && (await result.getAttribute('aria-selected')) !== 'true'; times += 1)
      await press('ArrowRight');
    await studio.runs.getByRole('table').first().waitFor();
    await studio.screenshot('keyboard-result');
    const [run] = await studio.summaries();
    expect(run).toMatchObject({ status: 'done' });
  });
});
