import { open } from 'node:fs/promises';
import { sizeOf } from './cached-teacher.ts';

/** More than this at once the system does not give. */
const AT_ONCE = 1 << 30;

/**
 * All rows of one tap's file.
 *
 * @throws Error where the file is shorter or longer than so many rows of the shape
 */
export async function readRows(path: string, shape: readonly number[], rows: number): Promise<Float32Array> {
  const values = new Float32Array(rows * sizeOf(shape));
  const bytes = new Uint8Array(values.buffer);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size !== bytes.byteLength) throw new RangeError(`${size} bytes are not ${rows} rows of ${shape}`);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, AT_ONCE), at);
      if (bytesRead === 0) throw new RangeError(`${size - at} bytes went away while they were read`);
      at += bytesRead;
    }
    return values;
  } finally {
    await file.close();
  }
}
