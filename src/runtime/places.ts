import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * The folder that all checkouts and the installed app of one person share. POTSTILL_HOME wins over all.
 * scripts/setup/places.mjs fills it by the same rule. macOS and Windows: not proven.
 */
export function userFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.POTSTILL_HOME) return env.POTSTILL_HOME;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Potstill');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Potstill');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'potstill');
}

/** The folders within it. */
export const places = (root: string = userFolder()) => ({
  engines: join(root, 'engines'),
  data: join(root, 'data'),
  runs: join(root, 'runs'),
  /** Models made of encoders that others trained: a document that names one finds it here. */
  models: join(root, 'models'),
  /** What frozen teachers computed; it may be deleted at any time. */
  caches: join(root, 'caches'),
});

/** Makes the folder of caches where it is missing. Where it cannot be made a run does without: null. */
export async function cacheFolder(caches: string): Promise<string | null> {
  return mkdir(caches, { recursive: true }).then(
    () => caches,
    () => null,
  );
}

const Current = z.object({
  format: z.literal(1),
  kind: z.enum(['cpu', 'cuda']),
  folder: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
});
/** Written last by set-up: an engine without it is none. */
const Engine = z.object({ format: z.literal(1), version: z.string(), device: z.string() });

export type InstalledEngine = {
  readonly folder: string;
  readonly kind: 'cpu' | 'cuda';
  /** TensorFlow's. */
  readonly version: string;
  /** On what the smoke test of set-up trained. */
  readonly device: string;
};

/** The TensorFlow engine that the person chose, or undefined where there is none and plain JavaScript has to do. */
export async function currentEngine(engines: string): Promise<InstalledEngine | undefined> {
  try {
    const read = async (...path: string[]): Promise<unknown> =>
      JSON.parse(await readFile(join(engines, ...path), 'utf8'));
    const { kind, folder } = Current.parse(await read('current.json'));
    const { version, device } = Engine.parse(await read(folder, 'engine.json'));
    return { folder: join(engines, folder), kind, version, device };
  } catch {
    return undefined;
  }
}
