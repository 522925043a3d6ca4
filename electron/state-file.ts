import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { atomicWrite } from '../src/runtime/atomic-write.ts';

/**
 * A small file of the app's own state. Always whole on disk; one that cannot be read is moved aside and the
 * fallback taken, so that a damaged list of recent files never keeps the app from starting.
 */
export class StateFile<S extends z.ZodType> {
  readonly #path: string;
  readonly #schema: S;
  #value: z.output<S>;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, schema: S, value: z.output<S>) {
    this.#path = path;
    this.#schema = schema;
    this.#value = value;
  }

  static async open<S extends z.ZodType>(
    path: string,
    schema: S,
    fallback: z.input<S>,
  ): Promise<StateFile<S>> {
    const parsed = schema.safeParse(await readJson(path));
    if (!parsed.success) await rename(path, `${path}.damaged`).catch(() => undefined);
    return new StateFile(path, schema, parsed.success ? parsed.data : schema.parse(fallback));
  }

  get value(): z.output<S> {
    return this.#value;
  }

  /** Resolves once it is on disk; the new value counts at once. */
  async set(value: z.input<S>): Promise<void> {
    this.#value = this.#schema.parse(value);
    const text = `${JSON.stringify(this.#value, null, 2)}\n`;
    const write = async (): Promise<void> => {
      await mkdir(dirname(this.#path), { recursive: true });
      await atomicWrite(this.#path, text);
    };
    const turn = this.#writing.then(write, write);
    this.#writing = turn.catch(() => undefined);
    await turn;
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
