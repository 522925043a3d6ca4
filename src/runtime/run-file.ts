import { type FileHandle, open, readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ProblemError } from '../pipeline/problem.ts';
import { HotChange } from '../plan/hot-parameters.ts';
import { type Compiled, Note, Origin, Plan, Sha256 } from '../plan/plan.ts';
import { RunTags } from '../plan/run-facts.ts';
import { fileFault } from './file-fault.ts';

/** What a run was made of. Written before the run begins and complete in itself: no path, no account name. */
export const RUN_FILE = 'run.json';

const Machine = z.object({
  system: z.string(),
  processor: z.string(),
  cores: z.int(),
  /** Bytes. */
  memory: z.number(),
});

/** The small part, on the file's first line, so that a list of thousands of runs reads little. */
const head = {
  format: z.literal(1),
  title: z.string(),
  /** The person's own words for it. Left out where there are none; a run is read whatever was done to them. */
  tags: RunTags.optional().catch(undefined),
  /** Milliseconds since 1970. */
  created: z.number(),
  hash: Sha256,
  /** Of the first stage; the plan holds each stage's own. */
  seed: z.int(),
  versions: z.record(z.string(), z.string()),
  machine: Machine,
  stages: z.array(z.object({ id: z.string(), steps: z.int().positive() })),
};
export const RunHead = z.object(head);
export type RunHead = z.infer<typeof RunHead>;

export const RunFile = z.object({
  ...head,
  notes: z.array(Note),
  origin: Origin,
  plan: Plan,
  /** What is changed while it goes on, as in the run that it repeats. Left out where it repeats none. */
  changes: z.array(HotChange).optional(),
  /** As it was drawn. Kept as it is; who shows it parses it. */
  document: z.json(),
});
export type RunFile = z.infer<typeof RunFile>;

export type NewRun = {
  readonly title: string;
  readonly document: unknown;
  readonly compiled: Compiled;
  /** Of Potstill. */
  readonly version: string;
  readonly created?: Date;
  readonly tags?: readonly string[];
  /** Made again at the same steps. */
  readonly changes?: readonly HotChange[] | undefined;
};

export function makeRunFile({
  title,
  document,
  compiled,
  version,
  created = new Date(),
  tags,
  changes = [],
}: NewRun): RunFile {
  const { plan, hash, notes, origin } = compiled;
  return {
    format: 1,
    title,
    ...(tags && { tags: [...tags] }),
    created: created.getTime(),
    hash,
    seed: plan.stages[0]?.seed ?? 0,
    versions: { potstill: version, node: process.versions.node, ...electron() },
    machine: {
      system: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memory: totalmem(),
    },
    stages: plan.stages.map(({ id, steps }) => ({ id, steps })),
    notes,
    origin,
    plan,
    ...(changes.length > 0 && { changes: [...changes] }),
    document: document as RunFile['document'],
  };
}

const electron = (): Record<string, string> =>
  process.versions.electron ? { electron: process.versions.electron } : {};

/** JSON whose first line holds the head alone. */
export function formatRunFile({ notes, origin, plan, changes, document, ...rest }: RunFile): string {
  const lines = Object.entries({ notes, origin, plan, ...(changes && { changes }), document }).map(
    ([key, value]) => `"${key}":${JSON.stringify(value)}`,
  );
  return `${JSON.stringify(rest).slice(0, -1)},\n${lines.join(',\n')}}\n`;
}

/** @throws ProblemError `run-unreadable`, or a file fault */
export async function readRunFile(folder: string): Promise<RunFile> {
  const path = join(folder, RUN_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileFault(error, path, 'read');
  });
  return parse(RunFile, text, folder);
}

const HEAD_BYTES = 16 * 1024;

/** The head alone, from the first few kilobytes; from the whole file where someone has laid it out anew. */
export async function readRunHead(folder: string): Promise<RunHead> {
  const path = join(folder, RUN_FILE);
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    const end = text.indexOf(',\n');
    if (end > 0)
      try {
        return RunHead.parse(JSON.parse(`${text.slice(0, end)}}`));
      } catch {
        // Laid out anew.
      }
    return parse(RunHead, await file.readFile('utf8'), folder);
  } catch (error) {
    throw fileFault(error, path, 'read');
  } finally {
    await file?.close();
  }
}

function parse<T>(schema: z.ZodType<T>, text: string, folder: string): T {
  const refuse = (found: string): never => {
    throw new ProblemError({
      code: 'run-unreadable',
      message: `The run ${basename(folder)} cannot be read (${RUN_FILE}).`,
      found,
      fix: 'Its models and events may still be good. The file stays as it is.',
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'no JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}
