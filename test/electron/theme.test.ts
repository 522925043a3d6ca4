import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { NativeTheme } from 'electron';
import { describe, expect, it } from 'vitest';
import { Theme } from '../../electron/theme.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();

/** As much of Electron's own theme as is used: a system that is light unless it is told otherwise. */
class System extends EventEmitter {
  #source = 'system';

  get themeSource(): string {
    return this.#source;
  }

  set themeSource(source: string) {
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

const makeTheme = async (folder: string) => {
  const system = new System() as unknown as NativeTheme;
  return { system, theme: await Theme.open(folder, system) };
};

describe('the theme', () => {
  it('is the system’s until the person chooses, and their choice from the next start on', async () => {
    const folder = folderOf();
    const { system, theme } = await makeTheme(folder);
    expect(system.themeSource).toBe('system');
    await theme.choose('dark');
    expect(system.themeSource).toBe('dark');
    expect((await makeTheme(folder)).system.themeSource).toBe('dark');
  });

  it('gives the window the colour of the canvas before the page is drawn', async () => {
    const { theme } = await makeTheme(folderOf());
    const tokens = readFileSync(new URL('../../renderer/design/tokens.css', import.meta.url), 'utf8');
    const [, light, dark] = /--surface-canvas: light-dark\((#\w+), (#\w+)\)/.exec(tokens) ?? [];
    expect(theme.background()).toBe(light);
    const seen: string[] = [];
    theme.onChange(() => seen.push(theme.background()));
    await theme.choose('dark');
    expect(seen).toEqual([dark]);
  });
});
