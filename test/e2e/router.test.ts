import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

describe('a system of two students', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    const few = { trainExamples: 1000, testExamples: 300 };
    const file = templateFile(person, 'sys-mt-mnist-fashion', {
      mnist: few,
      fashion: few,
      'mnist-few': few,
      'fashion-few': few,
      'mnist-teacher-1': { epochs: 1 },
      'mnist-teacher-2': { epochs: 1 },
      'fashion-teacher-1': { epochs: 1 },
      'fashion-teacher-2': { epochs: 1 },
      'mnist-trainer': { epochs: 4 },
      'fashion-trainer': { epochs: 4 },
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

  test('shows how each does on every task, and reads it out by keys', async () => {
    await studio.button('Run').click();
    await studio.runs.getByRole('tab', { name: 'Result' }).click();
    await studio.runs.getByText(/^Done in/).waitFor({ timeout: 120_000 });
    const grid = studio.runs.getByRole('grid', {
      name: 'Accuracy of System: rows are students, columns tasks',
    });
    const cells = grid.getByRole('gridcell');
    await expect.poll(() => cells.count()).toBe(4);
    const shares = (await cells.allTextContents()).map((it) => Number.parseFloat(it));
    const [digits = 0, astrayClothes = 0, astrayDigits = 0, clothes = 0] = shares;
    expect(digits).toBeGreaterThan(astrayDigits);
    expect(clothes).toBeGreaterThan(astrayClothes);
    await grid.scrollIntoViewIfNeeded();
    await studio.screenshot('router light');
    await cells.first().focus();
    await studio.page.keyboard.press('ArrowRight');
    await studio.page.keyboard.press('ArrowDown');
    const focused = studio.page.locator(':focus');
    expect(await focused.getAttribute('aria-label')).toMatch(
      /^Student of clothes names \d+\.\d\d % of A few clothes rightly and answers it\.$/,
    );
    await studio.page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    await studio.screenshot('router dark');
  }, 180_000);
});
