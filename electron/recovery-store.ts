import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { atomicWrite } from '../src/runtime/atomic-write.ts';

const Kept = z.object({
  key: z.string(),
  name: z.string(),
  /** Of the document's file; null where it was never saved. */
  path: z.string().nullable(),
  /** Hash of what that file held when the work on it began. */
  seen: z.string().nullable(),
  text: z.string(),
  /** Milliseconds since 1970. */
  written: z.number(),
});
export type Kept = z.infer<typeof Kept>;

const GENERATIONS = 3;
const NAME = /^([a-z0-9-]{1,64})\.(\d{1,15})\.json$/;

type Generation = { readonly key: string; readonly number: number; readonly file: string };

/**
 * Unsaved work, a file a generation: `<key>.<number>.json`, its hash on the first line and the three newest kept.
 * A new one is whole on disk before an old one goes, so that at any moment one of them can be read.
 */
export class RecoveryStore {
  readonly #folder: string;
  readonly #log: (text: string) => void;
  /** What this window keeps now, and may drop when the person says so. */
  readonly #current = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, log: (text: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  keep(work: Omit<Kept, 'written'>, now = Date.now()): Promise<void> {
    return this.#queue(async () => {
      this.#current.add(work.key);
      await mkdir(this.#folder, { recursive: true });
      const before = (await this.#generations()).filter((it) => it.key === work.key);
      const body = JSON.stringify({ ...work, written: now } satisfies Kept);
      const file = `${work.key}.${(before[0]?.number ?? 0) + 1}.json`;
      await atomicWrite(join(this.#folder, file), `${hashOf(body)}\n${body}\n`);
      for (const old of before.slice(GENERATIONS - 1)) await this.#remove(old);
    });
  }

  drop(key: string): Promise<void> {
    return this.#queue(() => this.#drop(key));
  }

  /** What the person said not to save. */
  dropCurrent(): Promise<void> {
    return this.#queue(async () => {
      for (const key of [...this.#current]) await this.#drop(key);
    });
  }

  /** The page starts anew: what the one before kept is there for it to recover, and no longer dropped with its own. */
  forgetCurrent(): void {
    this.#current.clear();
  }

  /** The newest good generation of each key, newest first. Damaged ones are moved aside and never written over. */
  list(): Promise<Kept[]> {
    return this.#queue(async () => {
      const found = new Map<string, Kept>();
      for (const generation of await this.#generations()) {
        if (found.has(generation.key)) continue;
        const kept = await this.#read(generation);
        if (kept) found.set(generation.key, kept);
      }
      return [...found.values()].sort((a, b) => b.written - a.written);
    });
  }

  async #drop(key: string): Promise<void> {
    this.#current.delete(key);
    // The oldest first: after a crash in between the newest is what is offered.
    for (const it of (await this.#generations()).reverse()) if (it.key === key) await this.#remove(it);
  }

  /** Newest first within each key. */
  async #generations(): Promise<Generation[]> {
    const files = await readdir(this.#folder).catch(() => []);
    return files
      .flatMap((file) => {
        const [, key, number] = NAME.exec(file) ?? [];
        return key === undefined ? [] : [{ key, number: Number(number), file }];
      })
      .sort((a, b) => b.number - a.number);
  }

  async #read({ key, file }: Generation): Promise<Kept | undefined> {
    const path = join(this.#folder, file);
    try {
      const text = await readFile(path, 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1).trimEnd();
      const parsed = Kept.safeParse(hashOf(body) === text.slice(0, end) ? JSON.parse(body) : undefined);
      if (parsed.success && parsed.data.key === key) return parsed.data;
    } catch {
      // As damaged as one with a wrong hash.
    }
    const aside = join(this.#folder, 'damaged');
    await mkdir(aside, { recursive: true })
      .then(() => rename(path, join(aside, `${Date.now()}-${basename(path)}`)))
      .catch(() => undefined);
    this.#log(`The recovery file ${file} is damaged and was moved aside`);
    return undefined;
  }

  async #remove({ file }: Generation): Promise<void> {
    await rm(join(this.#folder, file), { force: true });
  }

  /** One thing at a time, in the order asked for: a drop must not be overtaken by the keep before it. */
  #queue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
