import { fstatSync, read } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { fileFault } from '../../file-fault.ts';
import { EngineProblem } from '../engine-problem.ts';
import { type Stretch, stretchesOf } from './file-order.ts';
import { type DataFile, type FileState, openData, stateOf } from './verified-file.ts';

/** Images that stay in their file and are read from there by their place. */
export type ImageFile = {
  readonly kind: 'file';
  /**
   * Reads images, one after another. Where the file is open, all is asked for before this returns: the system reads
   * on while JavaScript computes.
   *
   * @param places in ascending order, none twice
   * @throws EngineProblem data-changed where the file is not the one that was verified; data-missing; the disk's own word
   */
  read(places: Int32Array, into: Uint8Array): Promise<void>;
  /** Waits for what is being read and closes the file. The next read opens it again. */
  rest(): Promise<void>;
};

/** @param verified the state in which it was verified @param begin of the first image @param each bytes of an image */
export function imageFile(file: DataFile, verified: FileState, begin: number, each: number): ImageFile {
  let handle: FileHandle | null = null;
  let opening: Promise<FileHandle> | null = null;
  const underWay = new Set<Promise<void>>();
  const open = (): Promise<FileHandle> => {
    opening ??= openData(file)
      .then((opened) => {
        handle = opened;
        return opened;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  };
  const readImages = async (places: Int32Array, into: Uint8Array): Promise<void> => {
    try {
      const { fd } = handle ?? (await open());
      const whole = await readAll(fd, stretchesOf(places, begin, each), into);
      const now = stateOf(fstatSync(fd, { bigint: true }));
      const changed = changeOf(verified, now) ?? (whole ? null : 'it ended too early');
      if (changed !== null) throw changedProblem(file, changed);
    } catch (error) {
      throw diskProblem(file, error);
    }
  };
  return {
    kind: 'file',
    read(places, into) {
      const reading = readImages(places, into);
      const settled = reading
        .catch(() => undefined)
        .finally(() => {
          underWay.delete(settled);
        });
      underWay.add(settled);
      return reading;
    },
    async rest() {
      await Promise.all(underWay);
      const last = handle;
      handle = null;
      // Nothing was written: there is nothing that closing could lose.
      await last?.close().catch(() => undefined);
    },
  };
}

/** More than this at once the system does not give. */
const AT_ONCE = 2 ** 30;

/** Resolves once nothing is under way any more: to whether all was there. By callbacks, as a promise a read takes twice the time. */
const readAll = (fd: number, stretches: readonly Stretch[], into: Uint8Array): Promise<boolean> =>
  new Promise((resolve, reject) => {
    let left = stretches.length;
    let whole = true;
    let failure: Error | null = null;
    const settle = (): void => {
      left -= 1;
      if (left > 0) return;
      if (failure) reject(failure);
      else resolve(whole);
    };
    const readOn = ({ from, to, length }: Stretch): void =>
      read(fd, into, to, Math.min(length, AT_ONCE), from, (error, bytes) => {
        failure ??= error;
        if (!error && bytes === 0) whole = false;
        if (error || bytes === 0 || bytes === length) settle();
        else readOn({ from: from + bytes, to: to + bytes, length: length - bytes });
      });
    for (const it of stretches) readOn(it);
  });

function changeOf(before: FileState, now: FileState): string | null {
  if (now.size !== before.size) return `${now.size} bytes, ${before.size} when it was checked`;
  if (now.file !== before.file) return 'another file stands in its place';
  return now.changed === before.changed ? null : 'it was written to';
}

const changedProblem = ({ name, at }: DataFile, found: string): EngineProblem =>
  new EngineProblem({
    code: 'data-changed',
    message: `The data file ${name} is not what it was when the run checked it: ${found}.`,
    at,
    fix: 'Leave the data folder alone while a run goes on. A run that goes on from its checkpoint checks the file again.',
  });

function diskProblem({ path, at }: DataFile, error: unknown): EngineProblem {
  if (error instanceof EngineProblem) return error;
  const { code, message, fix } = fileFault(error, path, 'read').problem;
  return new EngineProblem({ code, message, at, fix: fix ?? null });
}
