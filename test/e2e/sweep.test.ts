import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { openStarter, pictureFailures } from './open-starter.ts';
import type { Studio } from './studio.ts';

/* Several values of some parameters, each setting trained for real, and compared as they come. */

describe('a sweep', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    ({ studio } = await openStarter(person, {
      mnist: { trainExamples: 500, testExamples: 200 },
      teacher: { epochs: 1 },
      trainer: { epochs: 1, baseline: false },
    }));
  });
  pictureFailures(() => studio);
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const dialog = () => studio.page.getByRole('dialog', { name: 'Try several values' });

  test('says what is wrong with values that a parameter does not take', async () => {
    await studio.selectNode('Tempered softmax');
    await studio.menu('sweep');
    await dialog().waitFor();
    await dialog().getByLabel('Values', { exact: true }).fill('hot');
    await dialog().getByText('“hot” is no number.').waitFor();
    await studio.inBothThemes('sweep-problem');
  });

  test('is written and queued by keys alone, and its runs are compared', async () => {
    const { keyboard } = studio.page;
    const parameter = dialog().getByLabel('Parameter', { exact: true }).first();
    await parameter.selectOption({ label: 'Temperature · Tempered softmax' });
    await dialog().getByLabel('Values', { exact: true }).first().focus();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('1, 4');
    await dialog().getByRole('button', { name: 'Another parameter' }).focus();
    await keyboard.press('Enter');
    await dialog()
      .getByLabel('Parameter', { exact: true })
      .nth(1)
      .selectOption({ label: 'Learning rate · Adam' });
    await dialog().getByLabel('Values', { exact: true }).nth(1).focus();
    await keyboard.type('0.001 … 0.01 log in 2');
    await dialog().getByRole('button', { name: 'Queue 4 runs' }).waitFor();
    await studio.inBothThemes('sweep-dialog');
    await dialog().getByRole('button', { name: 'Queue 4 runs' }).focus();
    await keyboard.press('Enter');
    const screen = studio.page.getByRole('main', { name: 'Compare runs' });
    await screen.waitFor();
    await screen.getByText('4 runs', { exact: true }).waitFor();
    const done = async (): Promise<number> =>
      (await studio.summaries()).filter((it) => it.status === 'done').length;
    await expect.poll(done, { timeout: 150_000 }).toBe(4);
    const runs = await studio.summaries();
    expect(new Set(runs.map((it) => it.tags.join())).size).toBe(1);
    await screen.getByRole('columnheader', { name: /^Temperature/ }).waitFor();
    await screen.getByRole('columnheader', { name: /^Learning rate/ }).waitFor();
    await studio.inBothThemes('sweep-done');
    // The best found is written back to the canvas, in one step.
    await screen
      .getByRole('columnheader', { name: /^Temperature/ })
      .getByRole('button')
      .first()
      .click();
    const hottest = screen.getByRole('row', { name: /Temperature 4/ }).first();
    await hottest.click({ button: 'right' });
    await studio.page.getByRole('menuitem', { name: 'Take its parameters to the canvas' }).click();
    await screen.waitFor({ state: 'detached' });
    await studio.selectNode('Tempered softmax');
    const temperature = studio.inspector.getByLabel('Temperature', { exact: true }).first();
    expect(await temperature.inputValue()).toBe('4');
    await studio.menu('undo');
    await expect.poll(() => temperature.inputValue()).toBe('2');
  });

  test('by Hyperband trains the best of each round for longer', async () => {
    await studio.menu('sweep');
    // One parameter is left, and the search decides how long trainings are.
    await dialog().getByRole('button', { name: 'Leave this parameter as it is' }).last().click();
    await dialog().getByLabel('Values', { exact: true }).first().fill('1 … 9');
    await dialog().getByRole('radio', { name: 'Hyperband' }).click();
    await dialog().getByRole('spinbutton', { name: 'to', exact: true }).fill('2');
    await dialog().getByRole('spinbutton', { name: 'Keeps one in' }).fill('2');
    await dialog().getByText('5 runs in 3 rounds: 8 epochs together.').waitFor();
    await studio.inBothThemes('sweep-hyperband');
    const before = (await studio.summaries()).length;
    await dialog().getByRole('button', { name: 'Queue 2 runs' }).click();
    const done = async (): Promise<number> =>
      (await studio.summaries()).filter((it) => it.status === 'done').length;
    await expect.poll(done, { timeout: 150_000 }).toBe(before + 5);
    const own = (await studio.summaries()).slice(0, 5);
    expect(new Set(own.map((it) => it.tags.join())).size).toBe(1);
    const [one, two] = [1, 2].map((epochs) => own.filter((it) => it.title.includes(`, Epochs ${epochs} `)));
    expect([one?.length, two?.length]).toEqual([2, 3]);
    // Who went on is the better one of the first round.
    const nameOf = (title = ''): string => title.split(',')[0] ?? '';
    const best = one?.toSorted((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0))[0];
    expect(two?.map((it) => nameOf(it.title))).toContain(nameOf(best?.title));
    await studio.inBothThemes('sweep-hyperband-done');
    await studio.page.keyboard.press('Escape');
    await studio.page.getByRole('main', { name: 'Compare runs' }).waitFor({ state: 'detached' });
  });

  test('is called off: what waits leaves the queue, and its runs are removed together', async () => {
    await studio.setNumber('Trainer', 'Epochs', '500');
    await studio.menu('sweep');
    await dialog().getByLabel('Values', { exact: true }).first().fill('1 … 9');
    await dialog().getByRole('radio', { name: 'At random' }).click();
    await dialog().getByRole('spinbutton', { name: 'Runs' }).fill('5');
    await studio.inBothThemes('sweep-random');
    await dialog().getByRole('button', { name: 'Queue 5 runs' }).click();
    const screen = studio.page.getByRole('main', { name: 'Compare runs' });
    await screen.getByText('5 of 14 runs', { exact: true }).waitFor();
    const last = screen.getByRole('row', { name: /Queued/ }).first();
    await last.click({ button: 'right' });
    await studio.page.getByRole('menuitem', { name: 'Run next' }).click();
    await screen.getByRole('checkbox', { name: 'Choose all runs that are shown' }).check();
    await studio.screenshot('sweep-queued');
    await screen.getByRole('button', { name: 'Stop 5 runs' }).click();
    const going = async (): Promise<number> =>
      (await studio.summaries()).filter((it) => it.status === 'running' || it.status === 'queued').length;
    await expect.poll(going, { timeout: 60_000 }).toBe(0);
    await screen.getByRole('button', { name: 'Remove…' }).click();
    await studio.answer('Remove 5 runs');
    await expect.poll(async () => (await studio.summaries()).length).toBe(9);
    await screen.getByText(/^No run fits/).waitFor();
  });
});
