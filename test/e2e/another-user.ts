import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Person } from './launch-app.ts';

/** The user that owns nothing. */
const NOBODY = 65_534;
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'] as const;

/** Whether nobody may read the app here, and may have what Chromium makes its sandbox of. */
export function nobodyCanStart(app: string): boolean {
  const asNobody = (...line: string[]): boolean => {
    const [command, ...rest] = [...AS_NOBODY, ...line] as [string, ...string[]];
    return spawnSync(command, rest).status === 0;
  };
  return asNobody('test', '-r', join(app, 'package.json')) && asNobody('unshare', '-U', 'true');
}

/**
 * A program that starts Electron as nobody, for tests that run as root; the person's folders are nobody's then. Electron
 * itself may lie where only root looks, so that it is linked to a folder beside them.
 */
export function asNobody(electron: string, person: Person): { program: string; env: Record<string, string> } {
  const root = dirname(person.home);
  chmodSync(root, 0o755);
  for (const folder of [person.home, person.state, person.documents]) chownSync(folder, NOBODY, NOBODY);
  const copy = join(root, 'electron');
  linkFolder(dirname(electron), copy);
  mkdirSync(join(root, 'start'));
  const program = join(root, 'start', basename(electron));
  const line = [...AS_NOBODY, join(copy, basename(electron))].map((it) => `'${it}'`).join(' ');
  writeFileSync(program, `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
  const env: Record<string, string> = { HOME: person.home };
  if (process.env.XAUTHORITY) {
    env.XAUTHORITY = join(root, 'screen');
    copyFileSync(process.env.XAUTHORITY, env.XAUTHORITY);
    chownSync(env.XAUTHORITY, NOBODY, NOBODY);
  }
  return { program, env };
}

/** Hard links where the disk is the same: a few hundred megabytes. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
  }
}
