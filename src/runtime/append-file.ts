import * as nodeFs from 'node:fs';
import { fileFault } from './file-fault.ts';

/** The calls that appending needs; handed in by tests that let each fail in turn. */
export type AppendFs = Pick<
  typeof nodeFs,
  'openSync' | 'writeSync' | 'ftruncateSync' | 'fsyncSync' | 'closeSync' | 'fstatSync'
>;

/** A file that only grows, by whole pieces: a piece that did not fit is taken back. */
export type AppendFile = {
  /** All of the bytes or none. Throws a ProblemError (disk-full, …). */
  append(bytes: Uint8Array): void;
  /** Until a power cut cannot take it back. */
  sync(): void;
  close(): void;
};

export function openAppendFile(path: string, fs: AppendFs = nodeFs): AppendFile {
  const guard = <T>(doing: string, action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw fileFault(error, path, doing);
    }
  };
  const file = guard('open', () => fs.openSync(path, 'a'));
  let length = guard('open', () => fs.fstatSync(file).size);
  // Set while a torn piece could not be taken back, so that the next one does not land behind it.
  let torn = false;
  return {
    append: (bytes) =>
      guard('write', () => {
        if (torn) fs.ftruncateSync(file, length);
        torn = true;
        try {
          for (let at = 0; at < bytes.byteLength; )
            at += fs.writeSync(file, bytes, at, bytes.byteLength - at);
        } catch (error) {
          // Where it cannot be taken back now, it is before the next piece.
          try {
            fs.ftruncateSync(file, length);
            torn = false;
          } catch {}
          throw error;
        }
        torn = false;
        length += bytes.byteLength;
      }),
    sync: () => guard('flush', () => fs.fsyncSync(file)),
    close: () => guard('close', () => fs.closeSync(file)),
  };
}
