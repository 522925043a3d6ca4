import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inFileOrder, stretchesOf } from '../../../src/runtime/engine/data/file-order.ts';
import type { ImageFile } from '../../../src/runtime/engine/data/image-file.ts';
import { batchesHeld, type Following, imageQueue } from '../../../src/runtime/engine/data/image-queue.ts';
import { rowsAfter, rowsAhead, rowsFrom, trainingOrder } from '../../../src/runtime/engine/data/order.ts';

/* Batches of images that are read ahead: the right bytes, few buffers, and no waiting where computing takes longer. */

type Read = ImageFile['read'];

const EACH = 3;
/** What the image at a place of the file looks like. */
const imageAt = (place: number): number[] => [place % 251, place % 241, place % 239];
const fill: Read = (places, into) => {
  places.forEach((place, at) => {
    into.set(imageAt(place), at * EACH);
  });
  return Promise.resolve();
};
const PLACES = Int32Array.from({ length: 400 }, (_, row) => 2 * row + (row % 2));
const nothing: Following = () => null;
/** Lets whatever is due happen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The images of rows, as the queue gives them. */
const given = (queue: ReturnType<typeof imageQueue>, rows: Int32Array): number[][] => {
  const { bytes, begin } = queue.of(rows);
  return Array.from(rows, (_, at) => Array.from(bytes.subarray(begin(at), begin(at) + EACH)));
};
const wanted = (rows: Int32Array): number[][] => Array.from(rows, (row) => imageAt(PLACES[row] as number));

describe('what is read', () => {
  test('stands in the order of the file, each image once, neighbours in one piece', () => {
    const places = Int32Array.of(9, 4, 5, 6, 20, 8, 7);
    const { sorted, slots } = inFileOrder(Int32Array.of(5, 0, 1, 5, 4, 6), places);
    expect(Array.from(sorted)).toEqual([4, 7, 8, 9, 20]);
    expect(Array.from(slots)).toEqual([2, 3, 0, 2, 4, 1]);
    expect(stretchesOf(sorted, 16, 10)).toEqual([
      { from: 56, to: 0, length: 10 },
      { from: 86, to: 10, length: 30 },
      { from: 216, to: 40, length: 10 },
    ]);
  });

  test('is what the rows ask for, whatever was read ahead', async () => {
    const batch = fc.array(fc.nat(PLACES.length - 1), { minLength: 1, maxLength: 9 });
    const batches = fc.array(
      fc.record({ rows: batch, guess: fc.array(batch, { maxLength: 6 }), kept: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(batches, async (asked) => {
        const queue = imageQueue(fill, PLACES, EACH);
        for (const [at, { rows, guess, kept }] of asked.entries()) {
          const own = Int32Array.from(rows);
          // Now and then the guess is right.
          const next = kept ? asked.slice(at).map((it) => it.rows) : [rows, ...guess];
          await queue.ready(own, (batches) => (next[batches] ? Int32Array.from(next[batches]) : null));
          expect(given(queue, own)).toEqual(wanted(own));
          if (!kept) queue.letGo();
        }
      }),
    );
  });

  test('is read once, where the guess was right', async () => {
    const read: number[] = [];
    const queue = imageQueue(
      (places, into) => {
        read.push(...places);
        return fill(places, into);
      },
      PLACES,
      EACH,
    );
    for (let begin = 0; begin < PLACES.length; begin += 32) {
      const rows = rowsFrom(begin, 32, PLACES.length);
      await queue.ready(rows, rowsAfter(PLACES.length, rows));
      // Asked again, as a timing does, it is still there.
      expect(queue.ready(rows, nothing)).toBeUndefined();
      expect(given(queue, rows)).toEqual(wanted(rows));
    }
    expect(read).toEqual(Array.from(PLACES));
  });

  test('is refused before it was made ready', async () => {
    const queue = imageQueue(fill, PLACES, EACH);
    expect(() => queue.of(Int32Array.of(1))).toThrow('not made ready');
    await queue.ready(Int32Array.of(1), nothing);
    expect(() => queue.of(Int32Array.of(2))).toThrow('not made ready');
    queue.letGo();
    expect(() => queue.of(Int32Array.of(1))).toThrow('not made ready');
  });
});

describe('looking ahead', () => {
  test('is the order of training, over the ends of epochs and to the last step', () => {
    const stage = { seed: 3, batch: 30, steps: 42 };
    const order = trainingOrder(400, { ...stage, shift: 0, views: null });
    const ahead = rowsAhead(400, stage);
    for (const step of [0, 11, 12, 13, 40, 41])
      for (const batches of [1, 2, 4])
        expect(ahead(step)(batches), `${batches} after ${step}`).toEqual(
          step + batches < 42 ? order.at(step + batches).rows : null,
        );
  });
});

describe('memory', () => {
  test.each([
    ['small images, small batches', 64, 3072, 5],
    ['batches of many', 512, 784, 3],
    ['a batch of more than may be on the way', 4096, 784, 2],
    ['large images', 64, 1_000_000, 4],
    ['a batch that fills the limit by itself', 512, 602_112, 2],
  ])('%s: so many batches are held', (_, images, each, held) => {
    expect(batchesHeld(images, each)).toBe(held);
  });

  test('is that of few buffers, used again and again and never for two things at once', async () => {
    const buffers = new Set<ArrayBufferLike>();
    /** Buffers that are being read into. */
    const busy = new Set<ArrayBufferLike>();
    let most = 0;
    const finish: (() => void)[] = [];
    const read: Read = (places, into) =>
      new Promise((resolve) => {
        expect(busy.has(into.buffer)).toBe(false);
        buffers.add(into.buffer);
        busy.add(into.buffer);
        most = Math.max(most, busy.size);
        finish.push(() => {
          void fill(places, into);
          busy.delete(into.buffer);
          resolve();
        });
      });
    const stage = { seed: 1, batch: 30, steps: 280 };
    const order = trainingOrder(PLACES.length, { ...stage, shift: 0, views: null });
    const ahead = rowsAhead(PLACES.length, stage);
    const queue = imageQueue(read, PLACES, EACH);
    // Jumps among them, as a guess that was wrong.
    for (const step of [13, ...Array.from({ length: 200 }, (_, at) => at), 17, 90, 91, 279]) {
      const { rows } = order.at(step);
      const waiting = queue.ready(rows, ahead(step));
      let waits = waiting !== undefined;
      void waiting?.then(() => {
        waits = false;
      });
      while (waits) {
        // The last first: a disk answers in whatever order it likes.
        finish.pop()?.();
        await turn();
      }
      expect(busy.has(queue.of(rows).bytes.buffer)).toBe(false);
      expect(given(queue, rows)).toEqual(wanted(rows));
    }
    expect(most).toBe(5);
    // The five, and one that was too short: the first step of all was the short last one of an epoch.
    expect(buffers.size).toBeLessThanOrEqual(6);
  });
});

/** A disk that gives a batch every so many ticks, one after another, on one clock with what computes. */
function slowDisk(ticks: number) {
  let now = 0;
  let free = 0;
  const coming: { readonly due: number; readonly come: () => void }[] = [];
  const advance = async (to: number): Promise<void> => {
    now = Math.max(now, to);
    while (coming[0] && coming[0].due <= now) coming.shift()?.come();
    await turn();
  };
  const read: Read = (places, into) =>
    new Promise((resolve) => {
      free = Math.max(free, now) + ticks;
      coming.push({
        due: free,
        come() {
          void fill(places, into);
          resolve();
        },
      });
    });
  return {
    read,
    now: () => now,
    compute: (own: number) => advance(now + own),
    /** Until something comes. */
    wait: () => advance(coming[0]?.due ?? Number.NaN),
  };
}

describe('reading and computing', () => {
  const STEPS = 100;
  /** How long some steps take in all, and for how many of them there was something to wait for. */
  async function course(reading: number, computing: number) {
    const disk = slowDisk(reading);
    const stage = { seed: 1, batch: 40, steps: STEPS };
    const order = trainingOrder(PLACES.length, { ...stage, shift: 0, views: null });
    const ahead = rowsAhead(PLACES.length, stage);
    const queue = imageQueue(disk.read, PLACES, EACH);
    let waited = 0;
    for (let step = 0; step < STEPS; step += 1) {
      const { rows } = order.at(step);
      const waiting = queue.ready(rows, ahead(step));
      let waits = waiting !== undefined;
      if (waits) waited += 1;
      void waiting?.then(() => {
        waits = false;
      });
      while (waits) await disk.wait();
      expect(given(queue, rows)).toEqual(wanted(rows));
      await disk.compute(computing);
    }
    return { took: disk.now(), waited };
  }

  test.each([
    [3, 3],
    [3, 5],
    [1, 100],
  ])('a batch read in %d, computed in %d: only the first is waited for', async (reading, computing) => {
    expect(await course(reading, computing)).toEqual({ took: reading + STEPS * computing, waited: 1 });
  });

  test('where the disk is slower, it alone counts', async () => {
    expect((await course(7, 4)).took).toBe(STEPS * 7 + 4);
  });
});

describe('a disk that fails', () => {
  const failing = (refuses: (reads: number) => boolean) => {
    let reads = 0;
    const read: Read = (places, into) => {
      reads += 1;
      return refuses(reads) ? Promise.reject(new Error(`read ${reads}`)) : fill(places, into);
    };
    return imageQueue(read, PLACES, EACH);
  };
  const run = async (queue: ReturnType<typeof imageQueue>): Promise<number> => {
    let done = 0;
    for (let begin = 0; begin < 320; begin += 32) {
      const rows = rowsFrom(begin, 32, 320);
      await queue.ready(rows, rowsAfter(320, rows));
      expect(given(queue, rows)).toEqual(wanted(rows));
      done += 1;
    }
    return done;
  };

  test('is told of when the batch is wanted that it did not give, after one more try', async () => {
    expect(await run(failing((reads) => reads === 4))).toBe(10);
    await expect(run(failing((reads) => reads >= 4))).rejects.toThrow('read');
  });

  test('leaves nothing unheard where nobody asks any more', async () => {
    const queue = failing((reads) => reads > 1);
    const rows = rowsFrom(0, 32, 320);
    await queue.ready(rows, rowsAfter(320, rows));
    queue.letGo();
    // A rejection that nobody hears ends the process, and with it this test.
    await turn();
  });
});
