import { type ImageQueue, imageQueue } from './image-queue.ts';
import type { LoadedPart, LoadedSource } from './load-source.ts';

/** The images of a part by its rows: from memory, or read ahead from their file. */
export function rowImages({ source }: LoadedSource, { examples, places }: LoadedPart): ImageQueue {
  const { images } = examples;
  if (images.kind === 'tokens') throw new Error('Texts are no images');
  const each = source.shape.reduce((product, side) => product * side, 1);
  if (images.kind === 'file') return imageQueue(images.read, places, each);
  return {
    ready: () => undefined,
    of: (rows) => ({ bytes: images.bytes, begin: (at) => (places[rows[at] as number] as number) * each }),
    letGo: () => undefined,
  };
}
