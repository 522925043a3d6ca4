import type { Examples } from '../../../src/runtime/engine/data/data-files.ts';

/** The bytes of images that are in memory. */
export function heldBytes({ images }: Examples): Uint8Array {
  if (images.kind === 'file') throw new Error('The images are in their file.');
  return images.bytes;
}
