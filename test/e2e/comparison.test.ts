import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { places } from '../../src/runtime/places.ts';
import { RUN_FILE } from '../../src/runtime/run-file.ts';
import { newPerson, pickFile } from './launch-app.ts';
import { LONG_NAME, writeManyRuns } from './many-runs.ts';
import { openStarter, pictureFailures } from './open-starter.ts';
import { Studio } from './studio.ts';

/* All runs in one table, and what tells them apart; thousands of them, and some that were really trained. */

const MANY = 2000;

describe('the comparison of runs', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    writeManyRuns(person, MANY);
    ({ studio } = await openStarter(person, {
      mnist: { trainExamples: 1000, testExamples: 300 },
      teacher: { epochs: 1 },
      trainer: { epochs: 1 },
    }));
  });
  pictureFailures(() => studio);
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const screen = (): Locator => studio.page.getByRole('main', { name: 'Compare runs' });
  const grid = (): Locator => screen().getByRole('grid', { name: 'Runs' });
  const rows = (): Locator => grid().locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])');
  const filter = (): Locator => screen().getByRole('searchbox');
  const count = (text: string): Promise<void> => screen().getByText(text, { exact: true }).waitFor();
  const names = (): Promise<string[]> =>
    rows().evaluateAll((all) =>
      all
        .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map((it) => it.querySelector('[role=rowheader]')?.textContent ?? ''),
    );
  const column = (name: string): Locator =>
    grid()
      .getByRole('columnheader')
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .first();
  const menuItem = (name: string): Locator => studio.page.getByRole('menuitem', { name, exact: true });

  test('has every run in its table, and draws those in sight', async () => {
    await studio.menu('compare');
    await count(`${MANY} runs`);
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    expect(await rows().count()).toBeLessThan(80);
    // What was read of the runs comes a few at a time.
    await column('Temperature').waitFor();
    await column('Hidden').waitFor();
    await studio.inBothThemes('comparison-table');
    await grid().evaluate((it) => {
      it.scrollTop = it.scrollHeight;
    });
    await grid().getByText(LONG_NAME).waitFor();
    await studio.screenshot('comparison-last');
  });

  test('finds by words and conditions, and says what it does not understand', async () => {
    await filter().fill('temperature>2 state!=failed');
    await count(`${countOf((at) => temperatureOf(at) > 2 && at % 37 !== 36)} of ${MANY} runs`);
    await filter().fill('temprature>2');
    await screen().getByText('No column is called “temprature”.').waitFor();
    await studio.screenshot('comparison-problem');
    await filter().fill('nothing is called so');
    await screen()
      .getByText(/^No run fits/)
      .waitFor();
    await studio.screenshot('comparison-none');
    await filter().press('Escape');
    await count(`${MANY} runs`);
  });

  test('sorts by what is pressed, and groups by a parameter with mean and spread', async () => {
    await column('Accuracy').click();
    await expect
      .poll(
        async () =>
          await grid()
            .getByRole('columnheader', { name: /^Accuracy/ })
            .getAttribute('aria-sort'),
      )
      .toBe('descending');
    await screen().getByRole('button', { name: 'Group', exact: true }).click();
    await studio.page.getByRole('menuitemradio', { name: /^Temperature/ }).click();
    await grid()
      .getByText(/± .* over \d+/)
      .first()
      .waitFor();
    await studio.inBothThemes('comparison-groups');
    await screen().getByRole('button', { name: 'Temperature', exact: true }).first().click();
    await studio.page.getByRole('menuitemradio', { name: 'No groups' }).click();
  });

  test('pins a column at the left and takes another away', async () => {
    const head = grid().getByRole('columnheader', { name: /^Temperature/ });
    await head.click({ button: 'right' });
    await menuItem('Pin to the left').click();
    await expect.poll(() => grid().getByRole('columnheader').nth(2).textContent()).toMatch(/^Temperature/);
    await grid().evaluate((it) => {
      it.scrollLeft = 400;
    });
    await studio.screenshot('comparison-pinned');
    await grid().evaluate((it) => {
      it.scrollLeft = 0;
    });
    await grid()
      .getByRole('columnheader', { name: /^State/ })
      .click({ button: 'right' });
    await menuItem('Hide').click();
    await grid()
      .getByRole('columnheader', { name: /^State/ })
      .waitFor({ state: 'detached' });
    await screen().getByRole('button', { name: 'Columns' }).click();
    await studio.screenshot('comparison-columns');
    await studio.page.getByRole('checkbox', { name: 'State' }).check();
    await studio.page.keyboard.press('Escape');
    await grid()
      .getByRole('columnheader', { name: /^State/ })
      .waitFor();
  });

  test('is used by keys alone: rows are ticked, and their curves are laid over each other', async () => {
    await filter().fill('accuracy>0');
    await count(`${countOf((at) => at % 37 !== 36)} of ${MANY} runs`);
    await grid().focus();
    for (const key of ['Home', 'Space', 'ArrowDown', 'Space', 'End', 'Space'])
      await studio.page.keyboard.press(key);
    await screen().getByText('3 runs chosen').waitFor();
    await expect.poll(() => screen().locator('.overlay-legend tbody tr').count()).toBe(3);
    await studio.page.waitForTimeout(500);
    await studio.inBothThemes('comparison-curves');
    // One zoom for all charts.
    const plot = screen().locator('.plot').first();
    const box = await plot.boundingBox();
    if (!box) throw new Error('no chart');
    await studio.dragBy(
      { x: box.x + box.width * 0.4, y: box.y + box.height / 2 },
      { x: box.width * 0.3, y: 0 },
    );
    await screen()
      .getByRole('button', { name: /show all$/ })
      .waitFor();
    await screen()
      .getByRole('button', { name: /show all$/ })
      .click();
  });

  test('says in words and in a picture what differs between two pipelines', async () => {
    await screen().getByRole('tab', { name: 'Differences' }).click();
    await screen().locator('.difference-line').first().waitFor();
    expect(await screen().locator('.difference-list').textContent()).toMatch(/Temperature|Hidden|Epochs/);
    await studio.inBothThemes('comparison-differences');
  });

  test('lays accuracy against size, and chooses what no other run beats', async () => {
    await screen().getByRole('tab', { name: 'Trade-off' }).click();
    await screen().getByRole('listbox').waitFor();
    await screen()
      .getByRole('button', { name: /^Choose the \d+ best$/ })
      .click();
    await screen().getByRole('listbox').focus();
    await studio.page.keyboard.press('End');
    await studio.inBothThemes('comparison-trade-off');
    await screen().getByRole('tab', { name: 'Parallel' }).click();
    await screen().locator('.parallel-line').first().waitFor();
    await studio.inBothThemes('comparison-parallel');
  });

  test('tags and renames runs, in their own records', async () => {
    await filter().fill('"Run 7, T 2"');
    await count(`1 of ${MANY} runs`);
    await grid().focus();
    await studio.page.keyboard.press('Escape');
    await studio.page.keyboard.press('Home');
    await studio.page.keyboard.press('Space');
    await screen().getByRole('region', { name: 'Comparison' }).getByRole('button', { name: 'Tags' }).click();
    await studio.page.getByLabel('New tag').fill('seed, night run');
    await studio.page.getByLabel('New tag').press('Enter');
    await grid().getByText('night run').waitFor();
    await studio.inBothThemes('comparison-tags');
    await studio.page.keyboard.press('Escape');
    await grid().focus();
    await studio.page.keyboard.press('F2');
    await studio.page.getByLabel('Title of the run').fill('The seventh');
    await studio.page.keyboard.press('Enter');
    await filter().fill('tag=seed');
    await grid().getByText('The seventh').waitFor();
    const record = readFileSync(join(places(person.home).runs, 'made-up-00007', RUN_FILE), 'utf8');
    expect(JSON.parse(record)).toMatchObject({ title: 'The seventh', tags: ['seed', 'night run'] });
  });

  test('exports the table, and a report that needs nothing else', async () => {
    await filter().fill('temperature=4 accuracy>0');
    const wanted = countOf((at) => temperatureOf(at) === 4 && at % 37 !== 36);
    await count(`${wanted} of ${MANY} runs`);
    for (const [item, ending] of [
      ['Table (CSV)…', 'csv'],
      ['Report (HTML)…', 'html'],
      ['Trade-off (SVG)…', 'svg'],
    ] as const) {
      const path = join(person.documents, `compared.${ending}`);
      await pickFile(studio.app, path);
      await screen().getByRole('button', { name: 'Export' }).click();
      await menuItem(item).click();
      await studio.page.getByText(`compared.${ending} was written.`).waitFor();
      const text = readFileSync(path, 'utf8');
      if (ending === 'csv') expect(text.split('\r\n')).toHaveLength(wanted + 2);
      else if (ending === 'svg') expect(text).toMatch(/^<svg xmlns/);
      else expect(text.match(/<th scope="row">/g)).toHaveLength(wanted);
    }
  });

  test('a report opens in a bare browser, without any of Potstill', async () => {
    const path = join(person.documents, 'compared.html');
    const shown = await studio.app.evaluate(async ({ BrowserWindow }, file) => {
      const window = new BrowserWindow({
        width: 1100,
        height: 1000,
        webPreferences: { partition: 'report' },
      });
      await window.loadFile(file);
      const rows: unknown = await window.webContents.executeJavaScript(
        'document.querySelectorAll("tbody tr").length',
      );
      await new Promise((done) => setTimeout(done, 300));
      const picture = await window.webContents.capturePage();
      window.destroy();
      return { rows, png: picture.toPNG().toString('base64') };
    }, path);
    expect(shown.rows).toBe(countOf((at) => temperatureOf(at) === 4 && at % 37 !== 36));
    writeFileSync(join(checkout, 'test-output', 'comparison-report.png'), Buffer.from(shown.png, 'base64'));
  });

  test('fits a small window', async () => {
    await studio.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720),
    );
    await filter().fill('temperature>2');
    await grid().focus();
    for (const key of ['Home', 'Space', 'ArrowDown', 'Space']) await studio.page.keyboard.press(key);
    for (const tab of ['Curves', 'Differences', 'Trade-off', 'Parallel']) {
      await screen().getByRole('tab', { name: tab }).click();
      await studio.page.waitForTimeout(400);
      await studio.screenshot(`comparison-small-${tab.toLowerCase()}`);
    }
    const beyond = await studio.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
  });

  test('runs again what was run, and opens its pipeline as it was', async () => {
    await studio.page.keyboard.press('Escape');
    await studio.menu('run');
    const newest = async () => (await studio.summaries())[0];
    await expect.poll(async () => (await newest())?.status, { timeout: 120_000 }).toBe('done');
    await studio.menu('compare');
    await filter().fill('epochs=1');
    await count(`1 of ${MANY + 1} runs`);
    await rows().first().click({ button: 'right' });
    await menuItem('Run again').click();
    await count(`2 of ${MANY + 1 + 1} runs`);
    await expect
      .poll(async () => (await studio.summaries()).slice(0, 2).map((it) => it.status), { timeout: 120_000 })
      .toEqual(['done', 'done']);
    // The same pipeline with the same seeds comes to the same.
    const [again, first] = await studio.summaries();
    expect(again?.accuracy).toBe(first?.accuracy);
    expect(await names()).toHaveLength(2);
    await filter().fill('"Run 9, T 8"');
    await count(`1 of ${MANY + 2} runs`);
    await rows().first().click({ button: 'right' });
    await menuItem('Open its pipeline').click();
    await screen().waitFor({ state: 'detached' });
    await studio.selectNode('Tempered softmax');
    expect(await studio.inspector.getByLabel('Temperature', { exact: true }).first().inputValue()).toBe('8');
  });
});

const temperatureOf = (at: number): number => [1, 2, 4, 8, 16][at % 5] as number;
const countOf = (of: (at: number) => boolean): number =>
  Array.from({ length: MANY }, (_, at) => at).filter(of).length;

describe('the comparison before the first run', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio?.close());

  test('says what will be there, and leads back', async () => {
    await studio.menu('compare');
    await studio.page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    await studio.inBothThemes('comparison-empty');
    await studio.page.keyboard.press('Escape');
    await studio.gallery.waitFor();
  });
});
