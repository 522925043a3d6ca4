import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelHeader } from '../plan/builder.ts';
import { readModelHeader } from './model-file.ts';

export type FoundModels = {
  /** For the compiler. */
  readonly headers: Readonly<Record<string, ModelHeader>>;
  /** For the run: where each lies, by content. */
  readonly paths: Readonly<Record<string, string>>;
};

/** A name that stays in its folder on every system: no separators, no drive or stream, no dots alone. */
const PLAIN = /^(?!\.{1,2}$)[^/\\:\0]{1,255}$/;

/**
 * Looks for the saved models that a document names, by name and content, in these folders and nowhere else: where the document lies,
 * and where imported encoders are kept. Only plain files count: a link could lead anywhere. What is missing, damaged or of other
 * content is left out; the compiler tells.
 */
export async function findModels(
  folders: readonly string[],
  wanted: readonly { readonly name: string; readonly sha256: string }[],
): Promise<FoundModels> {
  const headers: Record<string, ModelHeader> = {};
  const paths: Record<string, string> = {};
  for (const { name, sha256 } of wanted)
    for (const folder of folders) {
      if (!PLAIN.test(name) || headers[sha256]) continue;
      const path = join(folder, name);
      const found = await lstat(path).catch(() => undefined);
      if (!found?.isFile() || found.nlink !== 1) continue;
      const header = await readModelHeader(path).catch(() => undefined);
      if (header?.sha256 !== sha256) continue;
      headers[sha256] = header;
      paths[sha256] = path;
    }
  return { headers, paths };
}
