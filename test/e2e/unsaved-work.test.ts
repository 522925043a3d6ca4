import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { answerWith, newPerson, type Person, pickFile } from './launch-app.ts';
import { Studio } from './studio.ts';

const STARTER = 'Tempered softmax on MNIST';

let person: Person;
let studio: Studio;

beforeEach(async ({ onTestFailed, task }) => {
  person = newPerson();
  studio = await Studio.open({ person });
  onTestFailed(() => studio.screenshot(`failed ${task.name}`));
});
afterEach(async () => {
  await studio.close();
  person.forget();
});

const name = () => studio.page.getByRole('heading', { level: 1 }).getByRole('button');
const windowTitle = (): Promise<string | undefined> =>
  studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
/** Whole ones; the folder is made with the first of them, and each begins as a file of another name. */
const kept = (): string[] => {
  const folder = join(person.state, 'recovery');
  return existsSync(folder) ? readdirSync(folder).filter((it) => /^[a-z0-9-]+\.\d+\.json$/.test(it)) : [];
};

async function rename(to: string): Promise<void> {
  await name().click();
  await studio.page.getByRole('textbox', { name: 'Title of the pipeline' }).fill(to);
  await studio.page.keyboard.press('Enter');
  await expect.poll(windowTitle).toContain(to);
}

/** Ends the app as a power cut does, and starts it again. */
async function dieAndStart(): Promise<void> {
  const { app } = studio;
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  app.process().kill('SIGKILL');
  await gone;
  studio = await Studio.open({ person });
}

describe('work that was never saved', () => {
  test('is offered after the app died, and goes on where it was', async () => {
    await studio.openTemplate(STARTER);
    await rename('Half a night of work');
    await expect.poll(kept).toHaveLength(1);
    await dieAndStart();
    const dialog = studio.page.getByRole('dialog', { name: 'Go on with unsaved work?' });
    await dialog.getByText('Half a night of work').waitFor();
    await studio.screenshot('recovered-work');
    await dialog.getByRole('button', { name: 'Restore Half a night of work' }).click();
    await studio.node('Trainer').waitFor();
    expect(await windowTitle()).toMatch(/^• Half a night of work/);
    const file = join(person.documents, 'night.json');
    await pickFile(studio.app, file);
    await studio.menu('save');
    await expect.poll(windowTitle).toMatch(/^night/);
    expect(readFileSync(file, 'utf8')).toContain('"title": "Half a night of work"');
    await expect.poll(kept).toEqual([]);
  });

  test('waits in the gallery for who decides later, and goes for good only after a second word', async () => {
    await studio.openTemplate(STARTER);
    await rename('A first try');
    await expect.poll(kept).toHaveLength(1);
    await dieAndStart();
    await studio.answer('Later');
    await studio.gallery.getByText('“A first try” was never saved.').waitFor();
    await studio.button('Look at it…').click();
    await studio.page.getByRole('button', { name: 'Discard A first try' }).click();
    await studio.answer('Keep');
    expect(kept()).toHaveLength(1);
    await studio.page.getByRole('button', { name: 'Discard A first try' }).click();
    await studio.answer('Discard');
    await expect.poll(kept).toEqual([]);
    await expect.poll(() => studio.gallery.getByText('was never saved').count()).toBe(0);
  });

  test('is there again after a panel failed and the window was loaded anew', async () => {
    await studio.openTemplate(STARTER);
    await rename('Not to be lost');
    // A mistake as a release might have: what writes numbers throws, and so does the form that asks for them.
    await studio.page.evaluate(() => {
      const format = {
        get: () => {
          throw new Error('No numbers today');
        },
      };
      Object.defineProperty(Intl.NumberFormat.prototype, 'format', format);
    });
    await studio.selectNode('Tempered softmax');
    const fault = studio.inspector.getByRole('alert');
    await fault.getByText('No numbers today').waitFor();
    await studio.screenshot('panel-failed');
    await fault.getByRole('button', { name: 'Load the window anew' }).click();
    await expect.poll(windowTitle).toMatch(/^• Not to be lost/);
    await studio.node('Trainer').waitFor();
    expect(await studio.page.getByRole('dialog').count()).toBe(0);
  });

  test('is saved by the question that closing asks, and the app ends only after', async () => {
    await studio.openTemplate(STARTER);
    await rename('Saved at the end');
    await expect.poll(kept).toHaveLength(1);
    const { app } = studio;
    const file = join(person.documents, 'end.json');
    await answerWith(app, ['Save']);
    await pickFile(app, file);
    const gone = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
    expect(await gone).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('"title": "Saved at the end"');
    expect(kept()).toEqual([]);
    studio = await Studio.open({ person });
  });

  test('stays in its tab where a file is dropped on the window', async () => {
    const text = readFileSync(join(checkout, 'templates', 'student-alone-mnist.json'), 'utf8');
    const drop = (content: string): Promise<void> =>
      studio.page.evaluate((given) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([given], 'dropped.json'));
        for (const type of ['dragover', 'drop'])
          window.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }, content);
    await studio.openTemplate(STARTER);
    await rename('Mine');
    await drop('no pipeline');
    await studio.page.getByRole('dialog', { name: 'Could not open dropped.json' }).waitFor();
    await studio.answer('OK');
    expect(await windowTitle()).toMatch(/^• Mine/);
    await drop(text);
    await studio.node('Cross-entropy').waitFor();
    await expect.poll(windowTitle).toMatch(/^Student alone on MNIST/);
    expect(await studio.tabs()).toEqual(['Mine, unsaved changes', 'Student alone on MNIST']);
    await studio.menu('previous-tab');
    await studio.node('Tempered softmax').waitFor();
    expect(await windowTitle()).toMatch(/^• Mine/);
  });
});
