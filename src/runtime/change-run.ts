import { join } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';
import { MOST_TAGS, RunTags } from '../plan/run-facts.ts';
import { atomicWrite } from './atomic-write.ts';
import { formatRunFile, RUN_FILE, type RunFile, readRunFile } from './run-file.ts';

/** What a person calls a run and finds it by. All else in its record stays as it was written. */
type Naming = Pick<RunFile, 'title' | 'tags'>;

/** The last change of each folder that is under way: two at once would each write the other's away. */
const turns = new Map<string, Promise<Naming>>();

/**
 * Names a run otherwise, in its own record; one change of a run after the other.
 *
 * @throws ProblemError where the record cannot be read or written; it then stays as it was
 */
export function changeRun(folder: string, change: (now: Naming) => Partial<Naming>): Promise<Naming> {
  const before = turns.get(folder) ?? Promise.resolve();
  const turn = before.then(
    () => write(folder, change),
    () => write(folder, change),
  );
  turns.set(folder, turn);
  const forget = (): void => {
    if (turns.get(folder) === turn) turns.delete(folder);
  };
  turn.then(forget, forget);
  return turn;
}

async function write(folder: string, change: (now: Naming) => Partial<Naming>): Promise<Naming> {
  const file = await readRunFile(folder);
  const changed = { ...file, ...change(file) };
  await atomicWrite(join(folder, RUN_FILE), formatRunFile(changed));
  return changed;
}

/** Gives a run another title; its folder keeps its name. */
export const renameRun = async (folder: string, title: string): Promise<void> => {
  await changeRun(folder, () => ({ title }));
};

/**
 * Gives a run tags and takes others from it. A tag that it has already stays where it stands.
 *
 * @returns the tags that it has now
 */
export async function tagRun(
  folder: string,
  add: readonly string[],
  remove: readonly string[],
): Promise<readonly string[]> {
  const { tags = [] } = await changeRun(folder, (now) => {
    const kept = (now.tags ?? []).filter((it) => !remove.includes(it));
    const next = [...new Set([...kept, ...add])];
    // More than a record may hold would be read as none.
    if (next.length > 0 && !RunTags.safeParse(next).success)
      throw new ProblemError({
        code: 'run-tags',
        message: 'A run cannot have so many tags.',
        found: `${next.length} tags`,
        allowed: `at most ${MOST_TAGS}`,
        fix: 'Take some away first.',
      });
    return { tags: next.length > 0 ? next : undefined };
  });
  return tags;
}
