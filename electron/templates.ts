import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../src/pipeline/document.ts';
import { readText } from '../src/runtime/read-text.ts';

/** The templates that came with the app, by file name without its ending. One that cannot be read is left out. */
export async function readTemplates(folder: string): Promise<{ id: string; text: string }[]> {
  const files = (await readdir(folder).catch(() => [])).filter((it) => it.endsWith('.json')).sort();
  const read = files.map(async (file) => {
    const found = await readText(join(folder, file), LIMITS.bytes).catch(() => undefined);
    return found ? [{ id: file.slice(0, -'.json'.length), text: found.text }] : [];
  });
  return (await Promise.all(read)).flat();
}
