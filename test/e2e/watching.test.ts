import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { openStarter, pictureFailures } from './open-starter.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

/* What teacher and student answer, example by example, while they learn and when they have learned. */

const tabOf = (studio: Studio, name: string) => studio.runs.getByRole('tab', { name, exact: true });

describe('a run of teacher and student', () => {
  const person = newPerson();
  let studio: Studio;
  let file = '';

  beforeAll(async () => {
    ({ studio, file } = await openStarter(person, {
      mnist: { trainExamples: 4000, testExamples: 1000 },
      teacher: { epochs: 2 },
      trainer: { epochs: 4 },
    }));
  });
  pictureFailures(() => studio);
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const cards = () => studio.runs.getByRole('article');

  test('says where answers will stand, and shows them as soon as an epoch has ended', async () => {
    await studio.button('Run').click();
    await tabOf(studio, 'Examples').click();
    await cards().first().waitFor({ timeout: 60_000 });
    expect(await cards().count()).toBe(8);
    // As many classes as there are examples: each is of another.
    const classes = await cards().evaluateAll((all) =>
      all.map((it) => it.getAttribute('aria-label')?.split('class ')[1]),
    );
    expect(new Set(classes).size).toBe(8);
  });

  test('has teacher and student side by side at the temperature of the loss, and their answers at 1', async () => {
    await expect
      .poll(async () => (await studio.summaries()).map((it) => it.status), { timeout: 120_000 })
      .toEqual(['done']);
    const first = cards().first();
    expect(await first.getByRole('columnheader').allTextContents()).toEqual(['Class', 'Teacher', 'Student']);
    expect(await first.getByRole('row').count()).toBe(11);
    const highest = async (): Promise<number> =>
      Math.max(
        ...(await first.locator('.answer-value').allTextContents()).map((it) =>
          it.startsWith('<') ? 0 : Number.parseFloat(it),
        ),
      );
    await studio.runs
      .getByText(/At the temperature of the loss one sees what the student is taught/)
      .waitFor();
    const soft = await highest();
    await studio.inBothThemes('watching examples');
    await studio.runs.getByRole('radio', { name: '1', exact: true }).click();
    expect(await highest()).toBeGreaterThan(soft);
    // The picture is drawn: it is not of one colour.
    const colours = await first
      .locator('canvas')
      .evaluate(
        (it) => new Set((it as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 28, 28).data).size,
      );
    expect(colours).toBeGreaterThan(10);
  });

  test('goes back to earlier epochs', async () => {
    const value = () => cards().first().locator('.answer-value').nth(1).textContent();
    const after = await cards().allTextContents();
    await studio.runs.getByRole('slider', { name: 'Epoch' }).press('Home');
    await studio.runs.getByText('After epoch 1 of 4').waitFor();
    expect(await cards().allTextContents()).not.toEqual(after);
    await studio.runs.getByRole('slider', { name: 'Epoch' }).press('End');
    await studio.runs.getByText('After epoch 4 of 4').waitFor();
    expect(await cards().allTextContents()).toEqual(after);
    expect(await value()).toMatch(/ %$/);
  });

  test('shows where both lie furthest apart, the furthest first', async () => {
    await studio.runs.getByRole('radio', { name: 'Furthest apart' }).click();
    await expect.poll(() => cards().count()).toBe(12);
    const apart = (await studio.runs.locator('.answer-number').allTextContents()).map((it) =>
      Number(it.split('KL ')[1]),
    );
    expect(apart).toEqual(apart.toSorted((a, b) => b - a));
    await studio.inBothThemes('watching furthest');
  });

  test('compares layers, and reads each field out to the keyboard', async () => {
    await tabOf(studio, 'Layers').click();
    const grid = studio.runs.getByRole('grid', { name: /^Similarity of layers, Student beside Teacher/ });
    await grid.waitFor();
    // The corner is a cell too, and nothing to stand on.
    await grid.locator('[role=gridcell]').first().focus();
    await studio.page.keyboard.press('End');
    await studio.page.keyboard.press('ArrowDown');
    await studio.runs.getByText(/of the student and .* of the teacher: −?\d\.\d\d$/).waitFor();
    await studio.inBothThemes('watching layers');
  });

  test('takes the teacher’s confusion matrix from the student’s', async () => {
    await tabOf(studio, 'Result').click();
    await studio.runs.getByRole('switch', { name: 'Less what its teacher says' }).click();
    const grid = studio.runs.getByRole('grid', { name: /^Confusion matrix of Student less that of Teacher/ });
    await grid.waitFor();
    const numbers = (await grid.getByRole('gridcell').allTextContents()).filter((it) => it !== '');
    for (const it of numbers) expect(it).toMatch(/^[+−]\d+$/);
    const sum = numbers.reduce((all, it) => all + Number(it.replace('−', '-').replace('+', '')), 0);
    // Both answered the same examples.
    expect(sum).toBe(0);
    await studio.inBothThemes('watching difference');
  });

  test('is all there when the run is opened again', async () => {
    await studio.close();
    studio = await Studio.open({ person, args: [file] });
    await studio.node('Student').waitFor();
    // The window opens as it was closed, with its panel or without.
    await studio.runs.waitFor({ timeout: 5_000 }).catch(() => studio.menu('runs'));
    await tabOf(studio, 'Examples').click();
    await expect.poll(() => cards().count()).toBe(8);
    await tabOf(studio, 'Layers').click();
    await studio.runs.getByRole('grid').waitFor();
  });
});

describe('a run without a teacher', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const file = templateFile(person, 'student-alone-mnist', {
      mnist: { trainExamples: 2000, testExamples: 500 },
      trainer: { epochs: 1 },
    });
    studio = await Studio.open({ person, args: [file] });
    await studio.canvas.getByRole('article').first().waitFor();
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  test('says so, and shows what it answers all the same', async () => {
    await studio.button('Run').click();
    await expect
      .poll(async () => (await studio.summaries()).map((it) => it.status), { timeout: 60_000 })
      .toEqual(['done']);
    await tabOf(studio, 'Examples').click();
    await studio.runs.getByText(/^Nobody teaches in this stage/).waitFor();
    await studio.screenshot('watching alone');
    await studio.runs.getByRole('radio', { name: 'Furthest apart' }).click();
    await studio.runs.getByText('There is no teacher', { exact: true }).waitFor();
    await tabOf(studio, 'Layers').click();
    await studio.runs.getByText('There is no teacher', { exact: true }).waitFor();
  });
});
