import { basename, dirname, extname } from 'node:path';
import { LIMITS } from '../src/pipeline/document.ts';
import { ProblemError } from '../src/pipeline/problem.ts';
import { parseDocument } from '../src/pipeline/text.ts';
import { atomicWrite } from '../src/runtime/atomic-write.ts';
import { readText } from '../src/runtime/read-text.ts';
import { askWhere, pathFor } from './ask-where.ts';
import type { CallInput, CallOutput, OpenedDocument } from './contract.ts';
import { type Dialogs, PIPELINES } from './dialogs.ts';
import type { OpenTabs } from './open-tabs.ts';
import type { RecentFiles } from './recent-files.ts';
import type { Tickets } from './tickets.ts';

type Options = {
  readonly dialogs: Dialogs;
  readonly tickets: Tickets;
  readonly recent: RecentFiles;
  /** Where dialogs begin as long as no file was opened. */
  readonly home: string;
  /** Tells the system of a file that was opened or saved. */
  readonly noticed: (path: string) => void;
  /** What the window has open. */
  readonly tabs?: Pick<OpenTabs, 'of'>;
  /** How a file is replaced; tests hand in one on a failing disk. */
  readonly write?: (path: string, text: string) => Promise<{ readonly sha256: string }>;
};

/**
 * Opens and saves the documents of tickets. What was last read or written of each file is remembered by its hash,
 * so that a save never goes over what another program wrote there meanwhile without asking.
 */
export class Documents {
  readonly #options: Options;
  readonly #seen = new Map<string, string>();
  #saving: Promise<unknown> = Promise.resolve();
  #folder: string;

  constructor(options: Options) {
    this.#options = options;
    this.#folder = options.home;
  }

  /** Where the last file was opened or saved. */
  get folder(): string {
    return this.#folder;
  }

  async pick(): Promise<OpenedDocument | null> {
    const path = await this.#options.dialogs.openFile({
      title: 'Open a pipeline',
      kind: PIPELINES,
      folder: this.#folder,
    });
    return path === undefined ? null : this.openPath(path);
  }

  /** A file that the person named to the system: on the command line, in the file manager. */
  async openPath(path: string): Promise<OpenedDocument> {
    return this.open(await this.#options.tickets.grant(path));
  }

  /** @throws ProblemError where it is gone, no plain file, too large, or no text */
  async open(ticket: string): Promise<OpenedDocument> {
    const path = this.#options.tickets.path(ticket);
    try {
      const { text, sha256 } = await readText(path, LIMITS.bytes);
      // Work on what the file held before goes on: saving it must still ask.
      // So must saving over what the page will find to be no document, and so never shows.
      if (!this.#options.tabs?.of(ticket)?.dirty && parseDocument(text).ok) this.#seen.set(path, sha256);
      await this.#remember(ticket, path);
      return { ticket, name: basename(path), folder: folderOf(path), text };
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'file-missing')
        await this.#options.recent.remove(ticket);
      throw error;
    }
  }

  /** The hash of what a file held when it was last read or written here. */
  seen(ticket: string): string | null {
    return this.#seen.get(this.#options.tickets.path(ticket)) ?? null;
  }

  /** Work that was recovered goes on from what its file held then. */
  restoreSeen(path: string, sha256: string): void {
    if (!this.#seen.has(path)) this.#seen.set(path, sha256);
  }

  /** One save after the other; each resolves once its bytes are on disk and were read back. */
  save(request: CallInput<'document.save'>): Promise<CallOutput<'document.save'>> {
    const work = (): Promise<CallOutput<'document.save'>> => this.#save(request);
    const turn = this.#saving.then(work, work);
    this.#saving = turn.catch(() => undefined);
    return turn;
  }

  async #save({ ticket, as, name, text }: CallInput<'document.save'>): Promise<CallOutput<'document.save'>> {
    const own = ticket === null ? undefined : this.#options.tickets.path(ticket);
    // What could not be opened again must not take the place of what could.
    const readable = parseDocument(text);
    if (!readable.ok) throw new ProblemError(readable.problem);
    const path = own === undefined || as ? await this.#askWhere(own, name) : await this.#confirmed(own, text);
    if (path === undefined) return null;
    await this.#refuseOthers(path, ticket);
    const { sha256 } = await this.#write(path, text);
    const granted = await this.#options.tickets.grant(path);
    const target = this.#options.tickets.path(granted);
    this.#seen.set(target, sha256);
    await this.#remember(granted, target);
    return { ticket: granted, name: basename(target), folder: folderOf(target) };
  }

  /** A file belongs to one document: what is drawn in one tab never goes over what another one is bound to. */
  async #refuseOthers(path: string, own: string | null): Promise<void> {
    const held = await this.#options.tickets.known(path);
    const other = held === undefined || held === own ? undefined : this.#options.tabs?.of(held);
    if (!other) return;
    throw new ProblemError({
      code: 'document-open',
      message: `${basename(path)} is open in another tab.`,
      found: `the file of “${other.name}”`,
      fix: 'Save under another name, or close that tab first.',
    });
  }

  async #write(path: string, text: string): Promise<{ readonly sha256: string }> {
    try {
      return await (this.#options.write ?? atomicWrite)(path, text);
    } catch (error) {
      // What failed may have come after the new bytes were in place; they are no other program's then.
      const now = await readText(path, LIMITS.bytes).catch(() => undefined);
      if (now?.text === text) this.#seen.set(path, now.sha256);
      throw error;
    }
  }

  async #askWhere(own: string | undefined, name: string): Promise<string | undefined> {
    const path = own ?? pathFor(this.#folder, name, PIPELINES);
    return askWhere(this.#options.dialogs, { title: 'Save the pipeline', kind: PIPELINES, path });
  }

  /** The path to write to: its own, unless another program changed the file and the person would rather keep both. */
  async #confirmed(path: string, text: string): Promise<string | undefined> {
    const known = this.#seen.get(path);
    const now = await readText(path, LIMITS.bytes).catch(() => undefined);
    if (known === undefined || now === undefined || now.sha256 === known || now.text === text) return path;
    const answer = await this.#options.dialogs.ask({
      kind: 'warning',
      message: `${basename(path)} was changed by another program.`,
      detail: 'Replacing it would lose that change. Saving under another name keeps both.',
      buttons: ['Save Under Another Name', 'Replace', 'Cancel'],
      cancel: 2,
    });
    if (answer === 1) return path;
    return answer === 0 ? this.#askWhere(beside(path), basename(path)) : undefined;
  }

  async #remember(ticket: string, path: string): Promise<void> {
    this.#folder = dirname(path);
    await this.#options.recent.add(ticket);
    this.#options.noticed(path);
  }
}

/** Of a file, for the eye: the page hears no path. */
export const folderOf = (path: string): string => basename(dirname(path));

const beside = (path: string): string => `${path.slice(0, -extname(path).length || undefined)} (mine).json`;
