import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { openStarter, pictureFailures } from './open-starter.ts';
import type { Studio } from './studio.ts';

/* Numbers that are changed from the window while a run goes on. */

describe('a run that goes on', () => {
  const person = newPerson();
  let studio: Studio;

  beforeAll(async () => {
    ({ studio } = await openStarter(person, {
      mnist: { trainExamples: 4000, testExamples: 500 },
      teacher: { epochs: 1 },
      trainer: { epochs: 2000 },
    }));
  });
  pictureFailures(() => studio);
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  const field = (name: string) => studio.runs.getByRole('textbox', { name, exact: true });

  test('takes another temperature and another learning rate, each an event of its record', async () => {
    await studio.button('Run').click();
    await field('Temperature of Tempered softmax').waitFor({ timeout: 60_000 });
    await field('Temperature of Tempered softmax').fill('8');
    await field('Temperature of Tempered softmax').press('Enter');
    await studio.runs.getByText(/^\d+ → 8$/).waitFor({ timeout: 30_000 });
    await field('Learning rate').fill('much');
    await studio.runs.getByText(/^A number from 1e−8 to 10 is allowed\.$/).waitFor();
    await field('Learning rate').press('Escape');
    await field('Learning rate').fill('0.0005');
    await field('Learning rate').press('Enter');
    await studio.runs.getByText(/→ 0.0005$/).waitFor({ timeout: 30_000 });
    await studio.inBothThemes('hot changes');
    const [{ run } = { run: '' }] = await studio.summaries();
    const { events } = await studio.record(run);
    expect(events.filter((it) => it.kind === 'parameter-set').map((it) => it.value)).toEqual([8, 0.0005]);
  });

  test('keeps what was changed when it is stopped and goes on, and shows it', async () => {
    await studio.button('Stop').click();
    await studio.runs
      .getByText(/Stopped/)
      .first()
      .waitFor();
    await studio.runs.getByRole('heading', { name: 'Changed on the way' }).waitFor();
    await studio.runs.getByRole('button', { name: 'Run again with these changes' }).waitFor();
    await studio.screenshot('hot changes stopped');
    await studio.runs.getByRole('button', { name: 'Continue' }).first().click();
    await expect
      .poll(() => field('Temperature of Tempered softmax').inputValue(), { timeout: 60_000 })
      .toBe('8');
    expect(await field('Learning rate').inputValue()).toBe('0.0005');
    await studio.button('Stop').click();
  });

  test('is repeated with the same changes at the same steps', async () => {
    await studio.runs.getByRole('button', { name: 'Run again with these changes' }).click();
    const setIn = async (run: string | undefined) =>
      (await studio.record(run ?? '')).events.flatMap((it) =>
        it.kind === 'parameter-set' ? [[it.step, it.at, it.path.join('/'), it.from, it.value]] : [],
      );
    await expect.poll(async () => (await studio.summaries()).length, { timeout: 60_000 }).toBe(2);
    const [again, first] = await studio.summaries();
    const made = (await setIn(first?.run)).slice(0, 2);
    expect(made).toHaveLength(2);
    await expect.poll(() => setIn(again?.run), { timeout: 120_000 }).toEqual(made);
    await studio.runs.getByText(/→ 0.0005$/).waitFor();
    await studio.button('Stop').click();
  });
});
