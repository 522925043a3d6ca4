import { join } from 'node:path';
import { z } from 'zod';
import type { CallOutput, Contract, LeftOpen } from './contract.ts';
import { StateFile } from './state-file.ts';
import type { Tickets } from './tickets.ts';

export type WindowState = z.output<Contract['call']['window.state']['in']>;
export type OpenTab = WindowState['tabs'][number];

const Left = z.object({
  tabs: z.array(z.object({ key: z.string(), path: z.string().nullable() })),
  active: z.string().nullable(),
});
const NONE: z.infer<typeof Left> = { tabs: [], active: null };

/**
 * What the window has open, tab by tab, as its page tells. It is kept on disk too, so that all of it comes back after a
 * crash; an end that the person asked for leaves nothing.
 */
export class OpenTabs {
  readonly #file: StateFile<typeof Left>;
  readonly #tickets: Tickets;
  #tabs: readonly OpenTab[] = [];
  #left: z.infer<typeof Left>;

  private constructor(file: StateFile<typeof Left>, tickets: Tickets) {
    this.#file = file;
    this.#tickets = tickets;
    this.#left = file.value;
  }

  static async open(folder: string, tickets: Tickets): Promise<OpenTabs> {
    return new OpenTabs(await StateFile.open(join(folder, 'tabs.json'), Left, NONE), tickets);
  }

  /** The page says what it has open now. A list that cannot be kept is no reason to fail. */
  async tell({ tabs, active }: Pick<WindowState, 'tabs' | 'active'>): Promise<void> {
    const kept = {
      tabs: tabs.map(({ key, ticket }) => ({
        key,
        path: ticket === null ? null : this.#tickets.path(ticket),
      })),
      active,
    };
    this.#tabs = tabs;
    if (JSON.stringify(kept) === JSON.stringify(this.#file.value)) return;
    await this.#file.set(kept).catch(() => undefined);
  }

  /** The tab that is bound to a file. */
  of(ticket: string): OpenTab | undefined {
    return this.#tabs.find((it) => it.ticket === ticket);
  }

  /** What was open before this page, where that ended without a word. Told once: what is brought back is open again. */
  takeLeft(): CallOutput<'recovery.tabs'> {
    const { tabs, active } = this.#left;
    this.#left = NONE;
    return {
      tabs: tabs.map(({ key, path }) => ({
        key,
        ticket: path === null ? null : this.#tickets.restore(path),
      })),
      active,
    } satisfies LeftOpen;
  }

  /** The page starts anew: what the one before had open was left. */
  forgetPage(): void {
    if (this.#tabs.length > 0) this.#left = this.#file.value;
    this.#tabs = [];
  }

  /** The window ends as the person asked for: at the next start nothing comes back by itself. */
  async end(): Promise<void> {
    this.#tabs = [];
    await this.#file.set(NONE).catch(() => undefined);
  }
}
