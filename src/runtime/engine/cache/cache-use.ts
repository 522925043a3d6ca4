import { readFileSync } from 'node:fs';
import { readdir, unlink, writeFile } from 'node:fs/promises';
import { isAlive, markOf, ProcessMark } from '../../process-mark.ts';
import { markedUse, markFile } from './cache-folder.ts';

/** Tells every process that this one reads or writes the cache of a key, until it ends or says otherwise. */
export const markUse = (folder: string, key: string): Promise<void> =>
  writeFile(markFile(folder, key, process.pid), JSON.stringify(markOf()));

export const endUse = (folder: string, key: string): Promise<void> =>
  unlink(markFile(folder, key, process.pid)).catch(() => undefined);

/** Whether a living process uses the cache of a key; where `but` names one, whether another one does. */
export async function isUsed(folder: string, key: string, but?: number): Promise<boolean> {
  const marks = (await readdir(folder)).map(markedUse);
  return marks.some(
    (it) => it?.key === key && it.pid !== but && isRunning(markFile(folder, key, it.pid), it.pid),
  );
}

/** Removes what processes left that have ended. */
export async function forgetEnded(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const use = markedUse(name);
    if (!use) continue;
    const path = markFile(folder, use.key, use.pid);
    if (!isRunning(path, use.pid)) await unlink(path).catch(() => undefined);
  }
}

/** A mark that cannot be read is being written, or its writer died over it: the number must do. */
function isRunning(path: string, pid: number): boolean {
  try {
    return isAlive(ProcessMark.parse(JSON.parse(readFileSync(path, 'utf8'))));
  } catch {
    return isAlive(markOf(pid));
  }
}
