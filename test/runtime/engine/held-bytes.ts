import type { Examples } from '../../../src/runtime/engine/data/data-files.ts';

/** The bytes of images that are in memory. */
export function heldBytes({ images }: Examples): Uint8Array {
  if (images.kind !== 'held') throw new Error('No images are in memory.');
  return images.bytes;
}
