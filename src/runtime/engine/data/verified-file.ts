import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../../../plan/plan.ts';
import { faultCode, fileFault } from '../../file-fault.ts';
import { EngineProblem } from '../engine-problem.ts';
import { bringAnew } from './idx.ts';

/** A data file, and what the plan says of it. */
export type DataFile = {
  readonly path: string;
  /** As a person reads it: `mnist/train-images-idx3-ubyte`. */
  readonly name: string;
  readonly set: string;
  /** The source that reads it. */
  readonly at: string;
  readonly sha256: string;
};

/** @throws EngineProblem data-missing where the plan does not name it */
export function dataFile(folder: string, { id: at, set, files }: Source, file: string): DataFile {
  const sha256 = files[file];
  if (sha256 === undefined)
    throw new EngineProblem({
      code: 'data-missing',
      message: `The plan names no file ${file} of the data set ${set}.`,
      at,
    });
  return { path: join(folder, set, file), name: `${set}/${file}`, set, at, sha256 };
}

/** By what a file that was verified is known again: another content of it has another time or is another file. */
export type FileState = { readonly size: bigint; readonly changed: bigint; readonly file: bigint };

export const stateOf = ({ size, mtimeNs, ino }: BigIntStats): FileState => ({
  size,
  changed: mtimeNs,
  file: ino,
});

/** The whole content. @throws EngineProblem data-missing, data-damaged, naming the file */
export async function readVerified(file: DataFile): Promise<Uint8Array> {
  const bytes = await readFile(file.path).catch((error: unknown) => refuse(file, error));
  assertContent(file, createHash('sha256').update(bytes).digest('hex'), bytes.byteLength);
  return bytes;
}

/** Read at once; what is read stays nowhere. */
const CHUNK = 2 ** 22;
/** The longest header is shorter. */
const HEAD = 64;

/**
 * Goes through the whole content without holding it.
 *
 * @param turn called between chunks; may throw to give up
 * @returns the first bytes, and the state of the file before the first of them was read
 * @throws EngineProblem data-missing, data-damaged, naming the file
 */
export async function verifyInPassing(
  file: DataFile,
  turn: () => Promise<void> | undefined,
): Promise<{ readonly head: Uint8Array; readonly bytes: number; readonly state: FileState }> {
  const handle = await openData(file);
  try {
    const state = stateOf(await handle.stat({ bigint: true }));
    const digest = createHash('sha256');
    const chunk = new Uint8Array(CHUNK);
    let head = new Uint8Array(0);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await handle
        .read(chunk, 0, CHUNK, bytes)
        .catch((error: unknown) => refuse(file, error));
      if (bytesRead === 0) break;
      if (bytes < HEAD) head = Uint8Array.of(...head, ...chunk.subarray(0, Math.min(bytesRead, HEAD)));
      digest.update(chunk.subarray(0, bytesRead));
      bytes += bytesRead;
      await turn();
    }
    assertContent(file, digest.digest('hex'), bytes);
    return { head, bytes, state };
  } finally {
    await handle.close();
  }
}

/** @throws EngineProblem data-missing */
export const openData = (file: DataFile): Promise<FileHandle> =>
  open(file.path, 'r').catch((error: unknown) => refuse(file, error));

function refuse({ path, name, set, at }: DataFile, error: unknown): never {
  if (faultCode(error) !== 'ENOENT') throw fileFault(error, path, 'read');
  throw new EngineProblem({
    code: 'data-missing',
    message: `The data file ${name} is not there.`,
    at,
    fix: `Bring it in a checkout: npm run data -- ${set}. The installed app has only what it was packaged with.`,
  });
}

function assertContent({ name, set, at, sha256 }: DataFile, found: string, bytes: number): void {
  if (found === sha256) return;
  throw new EngineProblem({
    code: 'data-damaged',
    message: `The data file ${name} was cut short or changed: SHA-256 ${found.slice(0, 12)}… (${bytes} bytes), ${sha256.slice(0, 12)}… expected.`,
    at,
    fix: bringAnew(set),
  });
}
