import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';
import { viewTrace } from './view-trace.ts';

/** So many epochs take minutes: the run is stopped once it has been looked at. */
const LONG = 2000;

describe('a run with profile', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const file = templateFile(person, 'tempered-softmax-mnist', {
      mnist: { trainExamples: 2000, testExamples: 500 },
      teacher: { epochs: 1 },
      trainer: { epochs: LONG },
    });
    studio = await Studio.open({ person, args: [file] });
    await studio.node('Student').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const figures = () => studio.node('Student').getByText(/[\d.]+ (ms|µs)/);
  const fact = (name: string) => studio.runs.locator('dt', { hasText: name }).locator('+ dd');

  test('shows at each node and in a table where the time of a step goes, while it goes on', async () => {
    await studio.button('Ways to run').click();
    await studio.page.getByRole('menuitem', { name: 'Run with profile' }).click();
    await studio.runs
      .getByRole('button', { name: /^Student \d/ })
      .and(studio.page.locator(':enabled'))
      .waitFor({ timeout: 60_000 });
    for (const node of ['Student', 'MNIST', 'Adam', 'Tempered softmax'])
      await studio.runs.getByRole('row', { name: new RegExp(`^${node} .*\\d % [\\d.]+`) }).waitFor();
    await figures().waitFor();
    await studio.screenshot('profile');
    await studio.runs.getByRole('button', { name: 'Adam', exact: true }).click();
    await studio.inspector.getByLabel('Learning rate').first().waitFor();
  });

  test('tells how the machine is used, and after its end the most memory that it took', async () => {
    await studio.runs.getByRole('tab', { name: 'Curves' }).click();
    await expect.poll(() => fact('Memory').textContent()).toMatch(/^[\d.]+ (MB|GB)$/);
    await expect.poll(() => fact('Processor').textContent()).toMatch(/\d %/);
    await expect.poll(() => fact('Speed').textContent()).toMatch(/^[\d,.]+ images\/s$/);
    await studio.screenshot('use of the machine');
    await studio.button('Stop').click();
    await expect.poll(() => fact('Memory').textContent()).toMatch(/^at most [\d.]+ (MB|GB)$/);
  });

  test('has a trace, which is shown in its folder and which Chrome’s own viewer opens', async () => {
    await studio.app.evaluate(({ shell }) => {
      // A screen without a desktop has no file manager; what Electron is asked for is written down.
      shell.showItemInFolder = (path) => void Object.assign(globalThis, { shown: path });
    });
    await studio.runs.getByRole('tab', { name: 'Profile' }).click();
    await studio.runs.getByRole('button', { name: 'Show trace file' }).click();
    const shown = (): Promise<string> =>
      studio.app.evaluate(() => (globalThis as unknown as { shown?: string }).shown ?? '');
    await expect.poll(shown).toMatch(/trace-stage-2\.json$/);
    const viewed = await viewTrace(await shown());
    expect(viewed).toMatchObject({ process: 'Potstill stage-2', warnings: [] });
    const rows = viewed.rows.map(([name]) => name);
    expect(rows).toEqual(expect.arrayContaining(['data', 'student', 'loss', 'optimizer']));
    for (const [name, works] of viewed.rows) expect(works, name).toBeGreaterThan(0);
  });

  test('is hidden from the nodes and shown again, and is there after the next start', async () => {
    await studio.menu('toggle-profile');
    await figures().waitFor({ state: 'hidden' });
    await studio.menu('toggle-profile');
    await figures().waitFor();
    await studio.close();
    studio = await Studio.open({ person });
    await studio.emptyCanvas();
    if (!(await studio.runs.isVisible())) await studio.button('Runs').click();
    await studio.runs
      .getByRole('button', { name: /^More about/ })
      .last()
      .click();
    await studio.page.getByRole('menuitem', { name: 'Open its pipeline' }).click();
    await figures().waitFor();
    await studio.runs.getByRole('tab', { name: 'Profile' }).click();
    await studio.runs.getByRole('row', { name: /^Student .*\d %/ }).waitFor();
  });
});
