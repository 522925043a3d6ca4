import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MenuCommand } from '../../electron/contract.ts';
import { type LaunchedApp, launchApp } from './launch-app.ts';

let launched: LaunchedApp;
beforeAll(async () => {
  launched = await launchApp();
  await launched.page.evaluate(() => {
    const heard = Object.assign(window, { heard: [] as string[] }).heard;
    window.potstill.on['menu.command'](({ command }) => heard.push(command));
  });
});
afterAll(() => launched?.close());

/** As a person who picks it in the menu, or presses its key. */
const choose = (id: MenuCommand): Promise<void> =>
  launched.app.evaluate(({ Menu, BrowserWindow }, command) => {
    Menu.getApplicationMenu()?.getMenuItemById(command)?.click(undefined, BrowserWindow.getAllWindows()[0]);
  }, id);

const heard = (): Promise<string[]> =>
  launched.page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/** A text field with the focus, and what is in it and chosen of it. */
async function withField(text: string) {
  await launched.page.evaluate((value) => {
    document.querySelector('#field')?.remove();
    const field = Object.assign(document.createElement('textarea'), { id: 'field', value });
    document.body.append(field);
    field.focus();
  }, text);
  return () =>
    launched.page.evaluate(() => {
      const field = document.querySelector<HTMLTextAreaElement>('#field');
      const { value = '', selectionStart = 0, selectionEnd = 0 } = field ?? {};
      return { value, chosen: value.slice(selectionStart, selectionEnd) };
    });
}

describe('the edit menu', () => {
  it('works on the text field that has the focus, and the page hears nothing of it', async () => {
    const field = await withField('some text');
    await choose('select-all');
    await expect.poll(field).toEqual({ value: 'some text', chosen: 'some text' });
    await choose('cut');
    await expect.poll(field).toEqual({ value: '', chosen: '' });
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('some text');
    await choose('paste');
    await choose('paste');
    await expect.poll(field).toEqual({ value: 'some textsome text', chosen: '' });
    await choose('undo');
    await expect.poll(field).toMatchObject({ value: 'some text' });
    await choose('redo');
    await expect.poll(field).toMatchObject({ value: 'some textsome text' });
    expect(await heard()).toEqual([]);
  });

  it('is the page’s where none has it', async () => {
    await launched.page.evaluate(() => document.querySelector<HTMLElement>('#field')?.blur());
    await choose('select-all');
    await choose('fit');
    await expect.poll(heard).toEqual(['select-all', 'fit']);
  });
});

describe('the clipboard', () => {
  it('is the system’s, through the contract alone', async () => {
    const answer = await launched.page.evaluate(async () => {
      await window.potstill.call['clipboard.write']({ text: 'ä\n"quoted"' });
      return window.potstill.call['clipboard.read']({});
    });
    expect(answer).toEqual({ ok: true, value: { text: 'ä\n"quoted"' } });
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('ä\n"quoted"');
  });
});

describe('the window’s title', () => {
  it('says which document it shows and whether it has unsaved changes', async () => {
    const title = (): Promise<string | undefined> =>
      launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    const say = (name: string, dirty: boolean): Promise<unknown> =>
      launched.page.evaluate((it) => window.potstill.call['window.state'](it), { name, dirty });
    await say('My pipeline', false);
    expect(await title()).toBe('My pipeline – Potstill');
    await say('My pipeline', true);
    expect(await title()).toBe('• My pipeline – Potstill');
    await launched.page.evaluate(() => {
      document.title = 'Foreign';
    });
    expect(await title()).toBe('• My pipeline – Potstill');
    await say('', false);
    expect(await title()).toBe('Potstill');
  });
});
