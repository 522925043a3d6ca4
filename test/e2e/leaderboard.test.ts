import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

describe('a shoot-out', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const file = templateFile(person, 'shoot-out-mnist', {
      mnist: { trainExamples: 1000, testExamples: 300 },
      teacher: { epochs: 1 },
      'shoot-out': { epochs: 1 },
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

  test('sets its methods in order when all of their seeds are done', async () => {
    await studio.button('Run').click();
    await studio.runs.getByRole('tab', { name: 'Result' }).click();
    await studio.runs.getByText(/^Done in/).waitFor({ timeout: 100_000 });
    const table = studio.runs.getByRole('table', { name: 'Leaderboard' });
    const methods = await table.locator('tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        name: row.querySelector('th')?.lastChild?.textContent ?? '',
        accuracy: row.querySelector('td .result-value')?.textContent ?? '',
        left: row.querySelector('td .result-compared')?.textContent ?? '',
      })),
    );
    expect(methods.map((it) => it.name).sort()).toEqual([
      'Half soft, T 4',
      'Label smoothing',
      'Soft targets, T 2',
      'Soft targets, T 4',
      'Student alone',
    ]);
    for (const { accuracy, left } of methods) {
      expect(accuracy).toMatch(/^\d+\.\d+ % ± \d+\.\d+$/);
      expect(left).toBe('');
    }
    const means = methods.map((it) => Number.parseFloat(it.accuracy));
    expect(means).toEqual(means.toSorted((a, b) => b - a));
    await studio.screenshot('leaderboard');
  }, 120_000);
});
