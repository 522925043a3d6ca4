import axe from 'axe-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPerson } from './launch-app.ts';
import { AFTER_A_RUN, AT_START, AUTHORING, COMPARING, EMPTY, RUNNING, type Screen } from './screens.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

/* Every screen in both themes, by the rules of WCAG 2.2 A and AA that a program can judge. */

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const THEMES = ['light', 'dark'] as const;

type Found = { readonly rule: string; readonly what: string; readonly places: readonly string[] };

/** What axe finds wrong on the screen as it is. */
const violations = (studio: Studio): Promise<Found[]> =>
  studio.page.evaluate(async (values) => {
    const { axe: loaded } = window as unknown as { axe: typeof axe };
    const result = await loaded.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
    });
    return result.violations.map(({ id, help, nodes }) => ({
      rule: id,
      what: help,
      places: nodes.map((it) => `${it.html.slice(0, 200)} ${it.any[0]?.message ?? ''}`),
    }));
  }, RULES);

const setTheme = (studio: Studio, theme: (typeof THEMES)[number]): Promise<void> =>
  studio.app.evaluate(({ nativeTheme }, it) => {
    nativeTheme.themeSource = it;
  }, theme);

/** Walks screens one after another; each is pictured as it is judged. */
function judged(studio: () => Studio, screens: readonly Screen[]): void {
  test.each(screens)('$name breaks no rule, in light and dark', async ({ name, show, leave }) => {
    await show(studio());
    try {
      for (const theme of THEMES) {
        await setTheme(studio(), theme);
        await expect
          .poll(() => studio().page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
          .toBe(theme === 'dark');
        // Colours in between two themes are nobody's.
        await studio().page.evaluate(() =>
          Promise.all(
            document
              .getAnimations()
              // What turns round and round has no end.
              .filter((it) => it.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
              .map((it) => it.finished),
          ),
        );
        await studio().screenshot(`screen-${name}-${theme}`);
        expect(await violations(studio()), theme).toEqual([]);
      }
    } finally {
      await leave?.(studio());
    }
  });
}

describe('a first start', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open();
    await studio.page.evaluate(axe.source);
  });
  afterAll(() => studio?.close());

  judged(() => studio, AT_START);
  test('goes on to an empty canvas', () => studio.emptyCanvas());
  judged(() => studio, EMPTY);
});

describe('the starter', () => {
  const person = newPerson();
  let studio: Studio;
  beforeAll(async () => {
    const file = templateFile(person, 'tempered-softmax-mnist', {
      mnist: { trainExamples: 10_000, testExamples: 2_000 },
      teacher: { epochs: 2 },
      trainer: { epochs: 5 },
    });
    studio = await Studio.open({ person, args: [file] });
    await studio.node('Student').waitFor();
    await studio.page.evaluate(axe.source);
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name.slice(0, 30)}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  judged(() => studio, AUTHORING);
  judged(() => studio, RUNNING);
  test('runs to its end', async () => {
    await studio.menu('run-profile');
    await expect
      .poll(async () => (await studio.summaries()).map((it) => it.status), { timeout: 120_000 })
      .toEqual(['done', 'stopped']);
  });
  judged(() => studio, AFTER_A_RUN);
  test('runs again, at other temperatures', async () => {
    for (const [temperature, hidden] of [
      ['8', '64'],
      ['1', '16'],
    ] as const) {
      await studio.setNumber('Tempered softmax', 'Temperature', temperature);
      await studio.setNumber('Student network', 'Hidden layers', hidden);
      await studio.menu('run');
      const done = async () => (await studio.summaries()).filter((it) => it.status === 'done').length;
      await expect.poll(done, { timeout: 120_000 }).toBe(temperature === '8' ? 2 : 3);
    }
  });
  judged(() => studio, COMPARING);
});
