import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { answerWith, newPerson, pickFile, questions } from './launch-app.ts';
import { Studio } from './studio.ts';
import { templateFile } from './template-file.ts';

const STARTER = 'tempered-softmax-mnist';
const ALONE = 'student-alone-mnist';

const windowTitle = (studio: Studio): Promise<string | undefined> =>
  studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
const titleIn = (path: string): string => JSON.parse(readFileSync(path, 'utf8')).title;

async function openFile(studio: Studio, path: string): Promise<void> {
  await pickFile(studio.app, path);
  await studio.menu('open');
}

async function resize(studio: Studio, width: number, height: number): Promise<void> {
  await studio.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
    [width, height] as [number, number],
  );
  await expect.poll(() => studio.page.evaluate(() => innerWidth)).toBe(width);
}

/** Where the canvas is looked at from: its own account of it. */
const view = (studio: Studio): Promise<string | null> =>
  studio.canvas.locator('.react-flow__viewport').getAttribute('style');

describe('several pipelines in one window', () => {
  const person = newPerson();
  const few = { mnist: { trainExamples: 2000, testExamples: 500 } };
  const starter = templateFile(person, STARTER, few);
  const alone = templateFile(person, ALONE, { ...few, trainer: { epochs: 900 } });
  let studio: Studio;

  beforeAll(async () => {
    studio = await Studio.open({ person, args: [starter] });
    await studio.node('Teacher').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => studio.screenshot(`failed ${task.name.slice(0, 40)}`));
  });
  afterAll(async () => {
    await studio?.close();
    person.forget();
  });

  test('each is a tab, with what was selected and where it was looked at', async () => {
    await studio.selectNode('Adam');
    await studio.menu('zoom-in');
    await studio.page.waitForTimeout(300);
    const before = await view(studio);
    await openFile(studio, alone);
    await expect.poll(() => studio.node('Teacher').count()).toBe(0);
    expect(await studio.tabs()).toEqual([STARTER, ALONE]);
    expect(await studio.inspector.getByRole('heading', { name: 'Adam' }).count()).toBe(0);
    await studio.inBothThemes('tabs');
    await studio.menu('previous-tab');
    await studio.node('Teacher').waitFor();
    expect(await view(studio)).toBe(before);
    expect(await studio.node('Adam').getAttribute('class')).toContain('selected');
    expect(await windowTitle(studio)).toMatch(/^tempered-softmax-mnist/);
  });

  test('what is typed when another comes to the front goes into the one that it was typed in', async () => {
    await studio.selectNode('Trainer');
    const field = studio.inspector.getByLabel('Epochs', { exact: true }).first();
    await field.fill('77');
    await studio.menu('next-tab');
    await expect.poll(() => studio.node('Teacher').count()).toBe(0);
    await studio.node('Trainer').getByText('900', { exact: true }).waitFor();
    expect(await studio.tabs()).toEqual([`${STARTER}, unsaved changes`, ALONE]);
    await studio.menu('previous-tab');
    await studio.node('Trainer').getByText('77', { exact: true }).waitFor();
  });

  test('undo in one changes no other, and a save goes into its own file', async () => {
    const untouched = readFileSync(alone, 'utf8');
    await studio.tab(ALONE).click();
    await studio.setNumber('Trainer', 'Epochs', '899');
    await studio.selectNode('Trainer');
    await studio.tab(new RegExp(`^${STARTER}`)).click();
    await studio.node('Teacher').waitFor();
    await studio.menu('undo');
    await expect.poll(() => studio.tabs()).toEqual([STARTER, `${ALONE}, unsaved changes`]);
    await studio.menu('redo');
    await studio.menu('save');
    await expect.poll(() => studio.tabs()).toEqual([STARTER, `${ALONE}, unsaved changes`]);
    expect(readFileSync(alone, 'utf8')).toBe(untouched);
    expect(JSON.parse(readFileSync(starter, 'utf8')).nodes.trainer.params.epochs).toBe(77);
    await studio.menu('next-tab');
    await studio.node('Trainer').getByText('899', { exact: true }).waitFor();
    await studio.menu('undo');
    await studio.node('Trainer').getByText('900', { exact: true }).waitFor();
  });

  test('a file that is open is gone to, and cannot be gone over from another tab', async () => {
    await openFile(studio, starter);
    await studio.node('Teacher').waitFor();
    expect(await studio.tabs()).toHaveLength(2);
    const before = readFileSync(alone, 'utf8');
    await pickFile(studio.app, alone);
    await studio.menu('save-as');
    await studio.page.getByText('student-alone-mnist.json is open in another tab.').first().waitFor();
    await studio.screenshot('tab-of-another-file');
    expect(readFileSync(alone, 'utf8')).toBe(before);
    await studio.page.getByRole('button', { name: 'Dismiss' }).first().click();
  });

  test('they are dragged into another order, closed by the middle button, and come back where they were', async () => {
    await studio.menu('new');
    await expect.poll(() => studio.tabs()).toEqual([STARTER, 'Untitled', ALONE]);
    const [from, to] = await Promise.all([
      studio.tab('Untitled').boundingBox(),
      studio.tab(STARTER).boundingBox(),
    ]);
    if (!from || !to) throw new Error('no tabs');
    const { mouse } = studio.page;
    await mouse.move(from.x + 20, from.y + 15);
    await mouse.down();
    await mouse.move(from.x - 20, from.y + 15, { steps: 4 });
    await studio.screenshot('tab-dragged');
    await mouse.move(to.x + 10, to.y + 15, { steps: 6 });
    await mouse.up();
    expect(await studio.tabs()).toEqual(['Untitled', STARTER, ALONE]);
    await studio.tab('Untitled').click({ button: 'middle' });
    await expect.poll(() => studio.tabs()).toEqual([STARTER, ALONE]);
    await studio.tab(ALONE).click({ button: 'middle' });
    await expect.poll(() => studio.tabs()).toEqual([STARTER]);
    await studio.menu('reopen-closed');
    await expect.poll(() => studio.tabs()).toEqual([STARTER, ALONE]);
    await studio.node('Cross-entropy').waitFor();
  });

  test('by keys alone they are gone through, shown, moved and closed', async () => {
    const { keyboard } = studio.page;
    await studio.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await keyboard.press('F6');
    await keyboard.press('F6');
    const focused = (): Promise<string | null | undefined> =>
      studio.page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe(ALONE);
    await keyboard.press('ArrowLeft');
    expect(await focused()).toBe(STARTER);
    await keyboard.press('Enter');
    await studio.node('Teacher').waitFor();
    expect(await focused()).toBe(STARTER);
    await keyboard.press('Control+Shift+ArrowRight');
    expect(await studio.tabs()).toEqual([ALONE, STARTER]);
    expect(await focused()).toBe(STARTER);
    await keyboard.press('Control+Shift+Home');
    await keyboard.press('End');
    await keyboard.press('Delete');
    await expect.poll(() => studio.tabs()).toEqual([STARTER]);
    await studio.lookUp('reopen what was closed');
    await expect.poll(() => studio.tabs()).toEqual([STARTER, ALONE]);
  });

  test('a run belongs to the one that it was started from', async () => {
    await studio.tab(ALONE).click();
    await studio.node('Cross-entropy').waitFor();
    await studio.button('Run').click();
    await studio.tab(ALONE).getByRole('progressbar').waitFor();
    await studio.canvas.getByRole('progressbar').first().waitFor();
    await studio.tab(STARTER).click();
    await studio.node('Teacher').waitFor();
    expect(await studio.canvas.getByRole('progressbar').count()).toBe(0);
    await studio.page.getByRole('region', { name: 'Run', exact: true }).getByText(`${ALONE}: `).waitFor();
    await studio.page.waitForTimeout(1500);
    await studio.inBothThemes('tab-with-a-run');
    await studio.tab(new RegExp(ALONE)).click();
    await studio.canvas.getByRole('progressbar').first().waitFor();
    await studio.button('Stop').click();
    await expect.poll(() => studio.tab(ALONE).getByRole('progressbar').count()).toBe(0);
  });

  test('more than there is room for are scrolled, with long names cut, in a small window too', async () => {
    for (let at = 1; at <= 11; at += 1) {
      const name =
        at === 3 ? `A very long name of a pipeline that tells everything about it ${at}` : `Try ${at}`;
      const path = join(person.documents, `${name}.json`);
      writeFileSync(path, formatDocument(emptyDocument(name)));
      await openFile(studio, path);
      await studio.tab(name).waitFor();
    }
    await resize(studio, 1280, 720);
    await studio.tab(/^A very long name/).click();
    await studio.addNode('MNIST');
    await studio.inBothThemes('tabs-many');
    const left = async (name: string): Promise<number> => (await studio.tab(name).boundingBox())?.x ?? 0;
    await studio.tab(STARTER).click();
    await expect.poll(() => left(STARTER)).toBe(0);
    // The last one comes into view by being shown, and the first one makes room.
    await studio.menu('previous-tab');
    await expect.poll(() => left(STARTER)).toBeLessThan(-200);
    await studio.screenshot('tabs-scrolled');
  });

  test('closing the window asks once for all, and saves each in its own file', async () => {
    await studio.tab(STARTER).click();
    await studio.setNumber('Trainer', 'Epochs', '78');
    const { app } = studio;
    await answerWith(app, ['Cancel']);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(() => questions(app)).toEqual(['Save the changes to 2 pipelines?']);
    const gone = new Promise((resolve) => app.process().once('exit', resolve));
    await answerWith(app, ['Save All', 'Stop and Quit']);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
    expect(await gone).toBe(0);
    expect(JSON.parse(readFileSync(starter, 'utf8')).nodes.trainer.params.epochs).toBe(78);
    const long = 'A very long name of a pipeline that tells everything about it 3';
    expect(readFileSync(join(person.documents, `${long}.json`), 'utf8')).toContain('data.mnist');
    expect(titleIn(alone)).toBe('Student alone on MNIST');
    studio = await Studio.open({ person });
    // An end that was asked for leaves nothing behind.
    await studio.gallery.waitFor();
    expect(await studio.page.getByRole('dialog').count()).toBe(0);
  });
});

describe('several pipelines of an app that died', () => {
  test('come back in all tabs, with what was not saved', async () => {
    const person = newPerson();
    const starter = templateFile(person, STARTER, {});
    const alone = templateFile(person, ALONE, {});
    let studio = await Studio.open({ person, args: [starter, alone] });
    await expect.poll(() => studio.tabs()).toEqual([STARTER, ALONE]);
    await studio.setNumber('Trainer', 'Epochs', '41');
    await studio.menu('new');
    await studio.addNode('MNIST');
    await studio.menu('previous-tab');
    await studio.node('Cross-entropy').waitFor();
    // Unsaved work is kept a second after the last change.
    await studio.page.waitForTimeout(2500);
    const before = await studio.tabs();
    const { app } = studio;
    const gone = new Promise((resolve) => app.process().once('exit', resolve));
    app.process().kill('SIGKILL');
    await gone;
    studio = await Studio.open({ person });
    await studio.page.getByRole('dialog', { name: 'Go on with unsaved work?' }).waitFor();
    await studio.inBothThemes('recovered-tabs');
    await studio.answer('Restore all 3 tabs');
    await expect.poll(() => studio.tabs()).toEqual(before);
    await studio.node('Trainer').getByText('41', { exact: true }).waitFor();
    expect(await windowTitle(studio)).toMatch(/^• student-alone-mnist/);
    await studio.screenshot('restored-tabs');
    await studio.close();
    person.forget();
  });
});
