import { inFileOrder } from './file-order.ts';
import type { ImageFile } from './image-file.ts';

/** The rows of batches to come; null where there are no more. @param batches how many come before, the one at hand among them */
export type Following = (batches: number) => Int32Array | null;

/** The bytes of images, a batch at a time. */
export type ImageQueue = {
  /**
   * Brings the images of a batch to hand and sees to it that those of the next ones come. Undefined where there is
   * nothing to wait for. One call at a time.
   *
   * @param following a guess: batches that do not come cost time alone
   * @throws EngineProblem where the disk does not give them
   */
  ready(rows: Int32Array, following: Following): Promise<void> | undefined;
  /** @param rows of the last `ready` @returns bytes, and where among them the image of each row begins */
  of(rows: Int32Array): { readonly bytes: Uint8Array; begin(at: number): number };
  /** Frees all memory; what is asked for next is read anew. */
  letGo(): void;
};

/** Batches that are held at most, the one at hand among them. */
const BATCHES = 5;
/** Bytes that they take at most; two batches are held in any case, as nothing else would let reading and computing overlap. */
const BYTES = 2 ** 28;
/** Images on the way at most: whoever stops a run waits for them, and a disk that turns gives some hundred a second. */
const IMAGES = 1024;

/** How many batches are held. @param images of a batch @param each bytes of an image */
export const batchesHeld = (images: number, each: number): number =>
  Math.min(BATCHES, Math.max(2, Math.floor(Math.min(BYTES / (images * each), 1 + IMAGES / images))));

type Entry = {
  readonly rows: Int32Array;
  readonly buffer: Uint8Array;
  /** Which of the images in the buffer belongs to each row. */
  readonly slots: Int32Array;
  /** Never rejects. */
  readonly done: Promise<void>;
  state: 'reading' | 'there' | { readonly failure: unknown };
};

/**
 * Reads batches ahead into buffers that are used again and again.
 *
 * @param places of the part's rows in the file @param each bytes of an image
 */
export function imageQueue(read: ImageFile['read'], places: Int32Array, each: number): ImageQueue {
  /** The batch at hand, then those after it. */
  let queue: Entry[] = [];
  let spare: Uint8Array[] = [];
  let widest = 0;

  const bufferOf = (images: number): Uint8Array => {
    widest = Math.max(widest, images);
    const used = spare.pop();
    return used && used.length >= images * each ? used : new Uint8Array(widest * each);
  };
  const begin = (rows: Int32Array): Entry => {
    const buffer = bufferOf(rows.length);
    const { sorted, slots } = inFileOrder(rows, places);
    const done = read(sorted, buffer).then(
      () => {
        entry.state = 'there';
      },
      (failure: unknown) => {
        entry.state = { failure };
      },
    );
    const entry: Entry = { rows, buffer, slots, done, state: 'reading' };
    return entry;
  };
  const start = (rows: Int32Array, following: Following): Promise<void> | undefined => {
    if (queue.length === 0) queue.push(begin(rows));
    while (queue.length < batchesHeld(widest, each)) {
      const next = following(queue.length);
      if (!next) break;
      queue.push(begin(next));
    }
    const [head] = queue;
    if (head?.state === 'there') return undefined;
    return head?.done.then(() => {
      if (typeof head.state === 'object') throw head.state.failure;
    });
  };

  return {
    ready(rows, following) {
      const found = queue.findIndex((it) => sameRows(it.rows, rows) && typeof it.state !== 'object');
      const passed = queue.splice(0, found < 0 ? queue.length : found);
      spare.push(...passed.map((it) => it.buffer));
      // A buffer is not used again before all that was to come into it has come.
      const late = passed.filter((it) => it.state === 'reading').map((it) => it.done);
      if (late.length === 0) return start(rows, following);
      return Promise.all(late).then(() => start(rows, following));
    },
    of(rows) {
      const [head] = queue;
      if (head?.state !== 'there' || !sameRows(head.rows, rows))
        throw new Error('The images of these rows were not made ready');
      const { buffer, slots } = head;
      return { bytes: buffer, begin: (at) => (slots[at] as number) * each };
    },
    letGo() {
      queue = [];
      spare = [];
      widest = 0;
    },
  };
}

function sameRows(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((row, at) => row === other[at]);
}
