import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

/** So many epochs take minutes: the run is stopped once it has been looked at. */
const LONG = 2000;

describe('the balance of losses', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const file = templateFile(person, 'tempered-softmax-mnist', {
      mnist: { trainExamples: 2000, testExamples: 500 },
      teacher: { epochs: 1 },
      trainer: { epochs: LONG },
      // The labels are next to nothing beside the teacher's answers.
      distillation: { alpha: 0.995 },
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

  const table = () => studio.runs.getByRole('table', { name: 'Balance of losses' });
  const cells = async (row: string): Promise<string[]> =>
    (await table().getByRole('row', { name: row }).locator('td').allTextContents()).map((it) => it.trim());
  const times = async (): Promise<number> =>
    Number.parseInt(
      (await studio.runs.locator('dt', { hasText: 'Measured' }).locator('+ dd').textContent()) ?? '',
      10,
    );

  test('is told loss by loss while the run goes on, with what it comes to in a sentence', async () => {
    await studio.button('Run').click();
    await studio.runs.getByRole('tab', { name: 'Balance' }).click();
    await studio.runs.getByText('The first figures come with the first step of such a stage.').waitFor();
    await table().waitFor({ timeout: 60_000 });
    const before = await times();
    await expect.poll(times, { timeout: 30_000 }).toBeGreaterThan((before || 1) + 5);
    const [value, weight, weighted, gradient, , share] = await cells('labels');
    expect(weight).toBe('0.005');
    expect(Number(weighted) / (0.005 * Number(value))).toBeCloseTo(1, 2);
    expect(Number(gradient)).toBeGreaterThan(0);
    expect(share).toMatch(/^(< 1|\d+) %$/);
    await studio.runs
      .getByText(/^The gradient of Tempered softmax: soft answers is [\d.,]+ times that of .*: labels\./)
      .waitFor();
    await studio.runs.getByText(/a weight of about [\d.]+ would balance it\.$/).waitFor();
    await studio.screenshot('balance');
  });

  test('leads from a loss to its weight', async () => {
    await table().getByRole('button', { name: 'Tempered softmax: labels' }).click();
    await studio.inspector.getByLabel('Alpha').first().waitFor();
    await studio.button('Stop').click();
    await studio.runs
      .getByText(/Stopped/)
      .first()
      .waitFor();
    expect(await cells('labels')).toHaveLength(7);
  });

  test('is dark where the window is', async () => {
    await studio.page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
    await studio.screenshot('balance dark');
  });
});
