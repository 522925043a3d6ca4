import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

describe('a stage of several tasks', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const few = { trainExamples: 1000, testExamples: 300 };
    const once = { epochs: 1 };
    const file = templateFile(person, 'sys-mt-shared-trunk', {
      mnist: few,
      fashion: few,
      'mnist-few': few,
      'fashion-few': few,
      'mnist-teacher-1': once,
      'mnist-teacher-2': once,
      'fashion-teacher-1': once,
      'fashion-teacher-2': once,
      trainer: { epochs: 8 },
    });
    studio = await Studio.open({ person, args: [file] });
    await studio.node('System').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  test('has a curve a task, of the students and of the students alone', async () => {
    await studio.screenshot('tasks pipeline');
    await studio.button('Run').click();
    await studio.runs.getByRole('tab', { name: 'Result' }).click();
    await studio.runs.getByText(/^Done in/).waitFor({ timeout: 150_000 });
    await studio.screenshot('tasks result');
    await studio.runs.getByRole('tab', { name: 'Curves' }).click();
    const legend = studio.runs.locator('.chart[data-kind="loss"] .legend-item');
    const named = (await legend.allTextContents()).map((it) => it.replace(/\s*[\d.–]+$/, ''));
    expect(named.slice(-4)).toEqual([
      'Student of digits',
      'Student of clothes',
      'Student of digits alone',
      'Student of clothes alone',
    ]);
    const losses = (await legend.allTextContents()).slice(-4).map((it) => Number(/[\d.]+$/.exec(it)?.[0]));
    expect(new Set(losses).size).toBe(4);
    await studio.screenshot('tasks curves');
  }, 180_000);

  test('has a balance of losses for each', async () => {
    await studio.runs.getByRole('tab', { name: 'Balance' }).click();
    for (const student of ['Student of digits', 'Student of clothes']) {
      const task = studio.runs.getByRole('region', { name: student, exact: true });
      const rows = task.getByRole('table', { name: 'Balance of losses' }).getByRole('row');
      expect(await rows.count()).toBe(3);
    }
    await studio.screenshot('tasks balance');
    await studio.page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    await studio.screenshot('tasks balance dark');
    await studio.runs.getByRole('tab', { name: 'Curves' }).click();
    await studio.screenshot('tasks curves dark');
  });
});
