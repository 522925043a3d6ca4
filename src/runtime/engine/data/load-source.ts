import { type PixelScale, pixelScale } from '../../../plan/pixel-scale.ts';
import type { Part, Source } from '../../../plan/plan.ts';
import { EngineProblem } from '../engine-problem.ts';
import { shuffled, streamOf } from '../streams.ts';
import type { DataFiles, Examples } from './data-files.ts';
import { type Masking, maskingOf } from './token-rows.ts';
import { pixelTable, shiftOf } from './transform.ts';

/** Where the examples of one part stand in their file. */
export type LoadedPart = {
  readonly file: 'train' | 'test';
  readonly examples: Examples;
  /** How many of the file's first examples its parts use. */
  readonly used: number;
  readonly places: Int32Array;
};

export type LoadedSource = {
  readonly source: Source;
  readonly parts: Readonly<Record<Part, LoadedPart>>;
  readonly scale: PixelScale;
  /** What each byte becomes by it. */
  readonly table: Float32Array;
  /** Pixels that a training image is moved at most; 0 for none. */
  readonly shift: number;
  /** How tokens of a training text are hidden; null where they are not. */
  readonly masking: Masking | null;
};

/**
 * The parts of a source: the first so many examples of each file, as the counts say; of the training examples those
 * that `splitSeed` draws are the validation part. All places stand in the order of the file.
 */
export function loadSource(source: Source, files: DataFiles): LoadedSource {
  const { train, validation, test } = source.counts;
  const enough = (name: string, wanted: number, there: number): void => {
    if (wanted > there)
      throw new EngineProblem({
        code: 'data-few',
        message: `${source.set} has ${there} ${name} examples, and the plan asks for ${wanted}.`,
        at: source.id,
        fix: 'Use fewer examples in the data node.',
      });
  };
  enough('training', train + validation, files.train.count);
  enough('test', test, files.test.count);
  const drawn = shuffled(train + validation, streamOf(source.splitSeed, 'split', 0));
  const held = drawn.slice(0, validation).sort();
  const kept = drawn.slice(validation).sort();
  const scale = pixelScale(source.transform);
  const ofTrain = {
    file: 'train',
    examples: usedOf(files.train, train + validation),
    used: train + validation,
  } as const;
  const all = Int32Array.from({ length: test }, (_, at) => at);
  return {
    source,
    parts: {
      train: { ...ofTrain, places: kept },
      validation: { ...ofTrain, places: held },
      test: { file: 'test', examples: usedOf(files.test, test), used: test, places: all },
    },
    scale,
    table: pixelTable(scale),
    shift: shiftOf(source.transform),
    masking: maskingOf(source.transform),
  };
}

/** Closes the files that images are read from, once all that is under way has come; they are opened again where they are read again. */
export async function restFiles(sources: Iterable<LoadedSource>): Promise<void> {
  for (const { parts } of sources)
    for (const { examples } of Object.values(parts))
      if (examples.images.kind === 'file') await examples.images.rest();
}

/** Lets the rest of a file go: a part of a data set takes memory for that part alone. */
function usedOf(examples: Examples, used: number): Examples {
  const { count, images } = examples;
  if (images.kind !== 'held' || used >= count) return examples;
  const bytes = new Uint8Array(images.bytes.subarray(0, (images.bytes.length / count) * used));
  return { ...examples, images: { kind: 'held', bytes } };
}
