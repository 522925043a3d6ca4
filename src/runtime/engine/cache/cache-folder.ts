import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/*
 * In the folder of caches:
 *
 *   <key>/manifest.json, tap-0.f32, tap-1.f32 …   what a teacher computed; complete, as it came by a rename
 *   <key>.<random>.draft/                         one that is being written
 *   <key>.<random>.gone/                          one that is being removed
 *   <key>.<pid>.use                               process <pid> reads or writes <key>
 *
 * Anything else is not ours and stays.
 */

export const MANIFEST = 'manifest.json';
/** The manifest's name while it is settled whether the cache goes: nobody finds it meanwhile. */
export const MANIFEST_ASIDE = 'manifest.aside';

const KEY = /^[0-9a-f]{64}$/;
const LEFTOVER = /^([0-9a-f]{64})\.[0-9a-f]{16}\.(?:draft|gone)$/;
const USE = /^([0-9a-f]{64})\.(\d+)\.use$/;

export const tapFile = (index: number): string => `tap-${index}.f32`;
export const draftFolder = (folder: string, key: string): string => join(folder, `${key}.${random()}.draft`);
export const goneFolder = (folder: string, key: string): string => join(folder, `${key}.${random()}.gone`);
export const markFile = (folder: string, key: string, pid: number): string =>
  join(folder, `${key}.${pid}.use`);

export const isKey = (name: string): boolean => KEY.test(name);
/** The key whose draft or remains a folder holds. */
export const leftoverKey = (name: string): string | undefined => LEFTOVER.exec(name)?.[1];
export function markedUse(name: string): { readonly key: string; readonly pid: number } | undefined {
  const [, key, pid] = USE.exec(name) ?? [];
  return key === undefined ? undefined : { key, pid: Number(pid) };
}

const random = (): string => randomBytes(8).toString('hex');
