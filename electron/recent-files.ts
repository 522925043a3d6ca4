import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { RecentDocument } from './contract.ts';
import { StateFile } from './state-file.ts';
import type { Tickets } from './tickets.ts';

const Entries = z.array(
  z.object({ ticket: z.string().regex(/^[0-9a-f]{32}$/), path: z.string().min(1), opened: z.number() }),
);

const KEPT = 20;

/** The files that the person opened or saved last, newest first, over restarts and with the tickets they had. */
export class RecentFiles {
  readonly #file: StateFile<typeof Entries>;
  readonly #tickets: Tickets;
  readonly #changed: () => void;

  private constructor(file: StateFile<typeof Entries>, tickets: Tickets, changed: () => void) {
    this.#file = file;
    this.#tickets = tickets;
    this.#changed = changed;
  }

  /** @param changed is called whenever the list is another: the menu shows it */
  static async open(folder: string, tickets: Tickets, changed: () => void): Promise<RecentFiles> {
    const file = await StateFile.open(join(folder, 'recent.json'), Entries, []);
    for (const { path, ticket } of file.value) tickets.restore(path, ticket);
    return new RecentFiles(file, tickets, changed);
  }

  /** Puts a file first. A list that cannot be written is no reason to fail what the person asked for. */
  async add(ticket: string, now = Date.now()): Promise<void> {
    const path = this.#tickets.path(ticket);
    const others = this.#file.value.filter((it) => it.path !== path);
    await this.#set([{ ticket, path, opened: now }, ...others].slice(0, KEPT));
  }

  async remove(ticket: string): Promise<void> {
    await this.#set(this.#file.value.filter((it) => it.ticket !== ticket));
  }

  /** Tickets stay good: the document on screen is still bound to its file. */
  async clear(): Promise<void> {
    await this.#set([]);
  }

  /** What is still there; the others are dropped for good. */
  async list(): Promise<RecentDocument[]> {
    const entries = this.#file.value;
    const there = await Promise.all(
      entries.map(({ path }) =>
        stat(path).then(
          (it) => it.isFile(),
          () => false,
        ),
      ),
    );
    const gone = new Set(entries.filter((_, at) => !there[at]).map((it) => it.ticket));
    if (gone.size > 0) await this.#set(this.#file.value.filter((it) => !gone.has(it.ticket)));
    return this.peek();
  }

  /** The list as it was last known, without asking the disk. */
  peek(): RecentDocument[] {
    return this.#file.value.map(({ ticket, path, opened }) => ({
      ticket,
      name: basename(path),
      folder: basename(dirname(path)),
      opened,
    }));
  }

  async #set(entries: z.infer<typeof Entries>): Promise<void> {
    await this.#file.set(entries).catch(() => undefined);
    this.#changed();
  }
}
