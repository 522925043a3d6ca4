import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';
import { fileFault } from './file-fault.ts';

export type TextFile = { readonly text: string; readonly sha256: string };

/**
 * Reads a document's file: plain, of a size that a document can have, and text. The opened file is asked and not
 * its name, and without waiting, so that a pipe or a device in its place neither hangs the caller nor fills memory.
 *
 * @param limit bytes that it may have
 * @throws ProblemError
 */
export async function readText(path: string, limit: number): Promise<TextFile> {
  const name = basename(path);
  const bytes = await readBytes(path, limit).catch((error: unknown) => {
    throw fileFault(error, path, 'read');
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    throw new ProblemError({
      code: 'document-encoding',
      message: `${name} is no text in UTF-8.`,
      fix: 'Open the right file, or have a text editor save it as UTF-8.',
    });
  }
}

async function readBytes(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size, isFile } = await file.stat().then((it) => ({ size: it.size, isFile: it.isFile() }));
    if (!isFile)
      throw new ProblemError({
        code: 'document-no-file',
        message: `${basename(path)} is no plain file.`,
        fix: 'Open a file that holds a pipeline.',
      });
    if (size > limit)
      throw new ProblemError({
        code: 'document-large',
        message: `${basename(path)} is too large for a pipeline.`,
        found: `${size} bytes`,
        allowed: `at most ${limit} bytes`,
      });
    // No more than was asked for, should it grow meanwhile.
    const bytes = new Uint8Array(size);
    let at = 0;
    for (let read = 1; at < size && read > 0; at += read)
      read = (await file.read(bytes, at, size - at, at)).bytesRead;
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}
