import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { harmless } from '../src/runtime/output-tail.ts';

const MOST_BYTES = 1_000_000;
const MOST_TEXT = 8_000;

/** Of a path only its last part: the rest may hold the person's name, and logs get shared. */
const PATHS = /(?:~|[A-Za-z]:)?(?:[\\/][^\\/\s:'"()]+)+[\\/]([^\\/\s:'"()]+)/g;

/** Text that may be handed to others: without folders, and without codes that a terminal would obey. */
export function discreet(text: string, home: string = homedir()): string {
  return harmless(
    text
      .split(home)
      .join('~')
      .replace(/file:\/\//g, '')
      .replace(PATHS, '$1'),
  ).slice(0, MOST_TEXT);
}

/** The app's own log: `potstill.log` and the one before it, together at most two megabytes. */
export class Log {
  readonly folder: string;
  readonly #path: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#path = join(folder, 'potstill.log');
  }

  /** Never throws: what cannot be logged must not become a fault of its own. */
  readonly write = (text: string, error?: unknown): void => {
    const detail =
      error === undefined ? '' : `: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
    try {
      mkdirSync(this.folder, { recursive: true });
      this.#turn();
      appendFileSync(this.#path, `${new Date().toISOString()} ${discreet(`${text}${detail}`)}\n`);
    } catch {
      // Nobody is left to tell.
    }
  };

  #turn(): void {
    try {
      if (statSync(this.#path).size > MOST_BYTES) renameSync(this.#path, `${this.#path}.before`);
    } catch {
      // There is none yet.
    }
  }
}
