import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idxHeader } from '../../../scripts/setup/idx.mjs';
import type { Source } from '../../../src/plan/plan.ts';
import type { Control } from '../../../src/runtime/engine/control.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { interruptedAt } from './interrupted-at.ts';
import { chain, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';
import { WAYS, type Way } from './ways.ts';

/* How much memory a run takes over images of some hundred megabytes; how many batches are held stands in image-queue.test.ts. */

const folderOf = temporaryFolders();
const SHAPE = [64, 64, 3];
const EACH = 64 * 64 * 3;
const MEGABYTE = 2 ** 20;

/** Writes a file in pieces. @returns the SHA-256 of it */
function written(path: string, pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  for (const piece of pieces) {
    writeSync(file, piece);
    hash.update(piece);
  }
  closeSync(file);
  return hash.digest('hex');
}

function* images(count: number): Generator<Uint8Array> {
  yield idxHeader(count, ...SHAPE);
  const image = new Uint8Array(EACH);
  for (let at = 0; at < count; at += 1) yield image.fill(at % 256, at % 1000, 2000 + (at % 9000));
}

function* labels(count: number): Generator<Uint8Array> {
  yield idxHeader(count);
  yield Uint8Array.from({ length: count }, (_, at) => at % 10);
}

/** Writes so many images. @returns the data folder and the files of it */
function writeImages(count: number): { readonly dataFolder: string; readonly files: Source['files'] } {
  const dataFolder = folderOf();
  mkdirSync(join(dataFolder, 'patterns'));
  const of = (name: string, pieces: Iterable<Uint8Array>): [string, string] => [
    name,
    written(join(dataFolder, 'patterns', name), pieces),
  ];
  const files = Object.fromEntries([
    of('train-images-idx4-ubyte', images(count)),
    of('train-labels-idx1-ubyte', labels(count)),
    of('t10k-images-idx4-ubyte', images(10)),
    of('t10k-labels-idx1-ubyte', labels(10)),
  ]);
  return { dataFolder, files };
}

/** Resident memory at its most above that at the start, looked at after every step. */
function memoryWatch(): { readonly control: Control; readonly growth: () => number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const { control } = interruptedAt(0);
  return {
    control: {
      ...control,
      get wanted() {
        return control.wanted;
      },
      breathe() {
        most = Math.max(most, process.memoryUsage.rss());
        return undefined;
      },
    },
    growth: () => (most - before) / MEGABYTE,
  };
}

test.runIf(process.env.POTSTILL_FULL).each(WAYS.slice(-2))(
  'a run over 390 MB of images takes a small part of that; one that holds them takes all of it: %s',
  async (_, { kind, engineFolder, reference }: Way) => {
    const grown = async (count: number, keep: Source['keep']): Promise<number> => {
      const { dataFolder, files } = writeImages(count);
      const counts = { train: count - 1000, validation: 1000, test: 10 };
      const data = source({ files, keep, shape: SHAPE, counts });
      const layers = chain([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
      const own = stage(data, { student: 'network-1', epochs: 1, batch: 250, evaluate: 'validation' });
      const { control, growth } = memoryWatch();
      const of = plan(data, [network('network-1', layers, { input: SHAPE })], [own], [], kind);
      const { ending } = await runHere(of, { dataFolder, engineFolder, reference, control });
      expect(ending.text).toBe('The run is done.');
      return growth();
    };
    // What an engine takes for itself, it takes over a few images too.
    await grown(3000, 'stream');
    const [streamed, held] = [await grown(32_000, 'stream'), await grown(32_000, 'device')];
    expect(streamed).toBeLessThan(130);
    expect(held).toBeGreaterThan(300);
  },
  600_000,
);
