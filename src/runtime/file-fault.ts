import { basename } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';

type Told = { readonly code: string; readonly message: string; readonly fix: string };

/** What the operating system's word means to a person, and what can be done about it. */
const TOLD: Readonly<Record<string, Told>> = {
  ENOSPC: { code: 'disk-full', message: 'the disk is full', fix: 'Free some space and try again.' },
  EDQUOT: { code: 'disk-full', message: 'your quota is used up', fix: 'Free some space and try again.' },
  EACCES: {
    code: 'no-permission',
    message: 'this account may not',
    fix: 'Choose another folder, or allow it in the file manager.',
  },
  EPERM: {
    code: 'no-permission',
    message: 'the system does not allow it',
    fix: 'Close other programs that hold the file, or choose another folder.',
  },
  EBUSY: {
    code: 'file-busy',
    message: 'another program holds it',
    fix: 'Close the other program and try again.',
  },
  EROFS: {
    code: 'disk-read-only',
    message: 'the disk is read-only',
    fix: 'Choose a folder on another disk.',
  },
  ENOENT: { code: 'file-missing', message: 'it is not there', fix: 'Was it moved or its disk taken out?' },
  ENOTDIR: {
    code: 'file-missing',
    message: 'its folder is not a folder',
    fix: 'Choose another folder.',
  },
  EEXIST: {
    code: 'file-in-the-way',
    message: 'something else of that name stands there',
    fix: 'Choose another name or folder.',
  },
  EISDIR: { code: 'file-is-folder', message: 'a folder stands there', fix: 'Choose another name.' },
  ENAMETOOLONG: { code: 'name-too-long', message: 'the name is too long', fix: 'Choose a shorter name.' },
  EMFILE: { code: 'too-many-files', message: 'too many files are open', fix: 'Close other programs.' },
  EIO: {
    code: 'disk-broken',
    message: 'the disk did not answer as it should',
    fix: 'Save a copy on another disk, then have the disk checked.',
  },
};

/** The system's own word for a fault, such as ENOSPC; empty where it has none. */
export function faultCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}

/**
 * Turns a file system's fault into a Problem that names the file by the last part of its path alone: a full
 * path would carry the person's name into logs and shared reports.
 *
 * @param doing what was being done, to stand before the name: `save`, `read`
 */
export function fileFault(error: unknown, path: string, doing: string): ProblemError {
  if (error instanceof ProblemError) return error;
  const word = faultCode(error);
  const told = TOLD[word] ?? {
    code: 'file-failed',
    message: word === '' && error instanceof Error ? error.message : 'the system refused',
    fix: 'Try again, or choose another folder.',
  };
  return new ProblemError({
    code: told.code,
    message: `Could not ${doing} ${basename(path)}: ${told.message}.`,
    ...(word !== '' && { found: word }),
    fix: told.fix,
  });
}
