import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ProblemError } from '../src/pipeline/problem.ts';

/**
 * Which file each ticket stands for. The page holds tickets and never a path, so that a page gone wrong can
 * reach no file but those that the person picked. One file has one ticket for as long as the app runs.
 */
export class Tickets {
  readonly #paths = new Map<string, string>();
  readonly #tickets = new Map<string, string>();

  /** A ticket for a file that the person picked. Links are followed first, so that two names of a file are one. */
  async grant(path: string): Promise<string> {
    return this.restore(await plainPath(path));
  }

  /** The ticket of a file, where there is one; undefined else. */
  async known(path: string): Promise<string | undefined> {
    return this.#tickets.get(await plainPath(path));
  }

  /** As grant, for a path that grant has seen before. */
  restore(path: string, ticket: string = randomBytes(16).toString('hex')): string {
    const known = this.#tickets.get(path);
    if (known !== undefined) return known;
    this.#paths.set(ticket, path);
    this.#tickets.set(path, ticket);
    return ticket;
  }

  /** @throws ProblemError where nobody granted it */
  path(ticket: string): string {
    const path = this.#paths.get(ticket);
    if (path !== undefined) return path;
    throw new ProblemError({
      code: 'ticket-unknown',
      message: 'Potstill no longer knows which file this is.',
      found: `ticket ${ticket.slice(0, 8)}`,
      fix: 'Open the file again, or save under a name.',
    });
  }
}

/** Without links: of the file, or of the folder where the file is not there yet. */
async function plainPath(path: string): Promise<string> {
  const folder = async (): Promise<string> => join(await realpath(dirname(path)), basename(path));
  return realpath(path).catch(() => folder().catch(() => path));
}
