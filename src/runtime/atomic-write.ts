import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError } from '../pipeline/problem.ts';
import { faultCode, fileFault } from './file-fault.ts';

/** The parts of an open file that a save needs. */
export type AtomicFile = {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** The file system as a save sees it; handed in by tests that let each operation fail in turn. */
export type AtomicFs = {
  open(path: string, flags: string | number, mode?: number): Promise<AtomicFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<{ readonly mode: number }>;
};

export type AtomicOptions = {
  readonly fs?: AtomicFs;
  readonly platform?: NodeJS.Platform;
  /** Waits between two tries of a blocked rename; milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

export type Written = { readonly bytes: number; readonly sha256: string };

const nodeFs: AtomicFs = { open, rename, unlink, realpath, stat };

/** Scanners and sync tools hold a file for moments; graceful-fs waits as long. */
const RENAME_PATIENCE = 60_000;
const BLOCKED = new Set(['EPERM', 'EBUSY', 'EACCES']);
/** File systems that cannot flush a folder say so with one of these. */
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR']);
const READ_BACK = 1 << 20;

/**
 * Replaces a file by new bytes, or leaves the old ones: after a crash or a power cut at any moment the old or the
 * new file stands there whole. Resolves only once the bytes were flushed and read back.
 *
 * A link is followed, so that the file it names is replaced and not the link.
 *
 * @throws ProblemError (disk-full, no-permission, disk-read-only, …) naming the file and what to do
 */
export async function atomicWrite(
  path: string,
  content: Uint8Array | string,
  { fs = nodeFs, platform = process.platform, wait: pause = wait }: AtomicOptions = {},
): Promise<Written> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  try {
    const { target, mode } = await place(fs, path);
    const folder = dirname(target);
    // Unpredictable and opened with `x`: nobody can lay a link in its way.
    const draft = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(8).toString('hex')}.tmp`);
    try {
      const sha256 = await writeDraft(fs, draft, bytes, mode);
      await renamePatiently(fs, draft, target, platform, pause);
      if (platform !== 'win32') await syncFolder(fs, folder);
      return { bytes: bytes.byteLength, sha256 };
    } catch (error) {
      await fs.unlink(draft).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw fileFault(error, path, 'save');
  }
}

async function place(fs: AtomicFs, path: string): Promise<{ target: string; mode: number }> {
  try {
    const target = await fs.realpath(path);
    return { target, mode: (await fs.stat(target)).mode & 0o777 };
  } catch (error) {
    if (faultCode(error) !== 'ENOENT') throw error;
    return { target: path, mode: 0o666 };
  }
}

async function writeDraft(fs: AtomicFs, draft: string, bytes: Uint8Array, mode: number): Promise<string> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  const wanted = createHash('sha256').update(bytes).digest('hex');
  const file = await fs.open(draft, flags, mode);
  try {
    for (let at = 0; at < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.byteLength - at);
      if (bytesWritten <= 0) throw new Error(`${bytesWritten} bytes were taken of ${bytes.byteLength - at}`);
      at += bytesWritten;
    }
    await file.sync();
    const found = await hashOf(file, bytes.byteLength);
    if (found !== wanted)
      throw new ProblemError({
        code: 'disk-broken',
        message: `${basename(draft)} reads back otherwise than it was written.`,
        found: found.slice(0, 12),
        allowed: wanted.slice(0, 12),
        fix: 'Save on another disk and have this one checked.',
      });
    return wanted;
  } finally {
    await file.close();
  }
}

async function hashOf(file: AtomicFile, length: number): Promise<string> {
  const digest = createHash('sha256');
  // One byte more than was written, so that a file that is too long is seen.
  const part = new Uint8Array(Math.min(READ_BACK, length + 1));
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(part, 0, part.byteLength, at);
    if (bytesRead === 0) return digest.digest('hex');
    digest.update(part.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** Windows refuses a rename while anyone reads the file (not proven here); elsewhere a refusal is final. */
async function renamePatiently(
  fs: AtomicFs,
  from: string,
  to: string,
  platform: NodeJS.Platform,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<void> {
  let delay = 10;
  for (let waited = 0; ; waited += delay, delay = Math.min(delay * 2, 2_000)) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (platform !== 'win32' || !BLOCKED.has(faultCode(error)) || waited >= RENAME_PATIENCE) throw error;
    }
    await pause(delay);
  }
}

/** Without it a power cut may undo the rename. */
export async function syncFolder(fs: Pick<AtomicFs, 'open'>, folder: string): Promise<void> {
  const file = await fs.open(folder, 'r');
  try {
    await file.sync();
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(faultCode(error))) throw error;
  } finally {
    await file.close();
  }
}
