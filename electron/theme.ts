import { join } from 'node:path';
import type { NativeTheme } from 'electron';
import { z } from 'zod';
import { StateFile } from './state-file.ts';

const Chosen = z.object({ source: z.enum(['system', 'light', 'dark']) });
type Source = z.infer<typeof Chosen>['source'];

/** Light, dark, or as the system has it: kept over restarts, and in force before the window is first seen. */
export class Theme {
  readonly #native: NativeTheme;
  readonly #file: StateFile<typeof Chosen>;

  private constructor(native: NativeTheme, file: StateFile<typeof Chosen>) {
    this.#native = native;
    this.#file = file;
    native.themeSource = file.value.source;
  }

  static async open(folder: string, native: NativeTheme): Promise<Theme> {
    return new Theme(native, await StateFile.open(join(folder, 'theme.json'), Chosen, { source: 'system' }));
  }

  async choose(source: Source): Promise<void> {
    this.#native.themeSource = source;
    await this.#file.set({ source });
  }

  /** Of the canvas, as renderer/design/tokens.css has it: what is seen before the page is drawn. */
  background(): string {
    return this.#native.shouldUseDarkColors ? '#111314' : '#eef0f3';
  }

  onChange(listener: () => void): void {
    this.#native.on('updated', listener);
  }
}
