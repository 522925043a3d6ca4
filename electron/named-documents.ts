import { resolve } from 'node:path';
import { z } from 'zod';

/** What a second start of the app hands to the first. */
export const Named = z.object({ documents: z.array(z.string().min(1).max(10_000)).max(100) });
export type Named = z.infer<typeof Named>;

/**
 * The files that a command line names. Switches belong to Electron.
 *
 * @param checkout Electron was started with the app's folder, which then is the first word that is no switch
 */
export function namedDocuments(argv: readonly string[], folder: string, checkout: boolean): Named {
  const words = argv.slice(1).filter((it) => it !== '' && !it.startsWith('-'));
  return { documents: words.slice(checkout ? 1 : 0, 101).map((it) => resolve(folder, it)) };
}
