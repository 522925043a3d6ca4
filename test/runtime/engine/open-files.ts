import { readdirSync, readlinkSync } from 'node:fs';
import { relative } from 'node:path';

/** What this process holds open below a folder, as Linux says. */
export function openFilesBelow(folder: string): string[] {
  const paths = readdirSync('/proc/self/fd').map((it) => {
    try {
      return readlinkSync(`/proc/self/fd/${it}`);
    } catch {
      // The listing itself, which is closed by now.
      return '';
    }
  });
  return paths.filter((it) => it.startsWith(`${folder}/`)).map((it) => relative(folder, it));
}
