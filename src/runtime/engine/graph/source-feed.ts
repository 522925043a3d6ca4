import { batchWriter } from '../data/batches.ts';
import type { ImageQueue } from '../data/image-queue.ts';
import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import type { Drawn } from '../data/order.ts';
import { rowImages } from '../data/row-images.ts';
import type { Held, Ref } from './graph.ts';
import { bool, int, type NodeBuilder, text, type } from './node-builder.ts';
import type { Program } from './program.ts';
import type { Fed } from './session.ts';

type Feeds = Record<string, Omit<Fed, 'dtype'>>;

/** How the examples of a part come into a graph: by their numbers, from variables; or as bytes, with each call. */
export type PartFeed = Pick<ImageQueue, 'ready' | 'letGo'> & {
  /** Nodes that compute images [n, h, w, c] or texts [n, length] (float32) and labels [n] (int32) of n examples. */
  nodes(builder: NodeBuilder, n: number, drawn: boolean): PartNodes;
  /** What such nodes are fed for some rows of the part, whose images are ready. */
  feeds(rows: Int32Array, drawn: Drawn | null): Feeds;
};

export type PartNodes = {
  readonly images: Ref;
  readonly labels: Ref;
  /** Tokens that are to be found again [n, length], int32; null where none are hidden. */
  readonly targets: Ref | null;
};

/** Keeps a part's files as variables, bytes as they are. Parts of one file share it. */
export function residentPart(
  program: Program,
  { source, scale }: LoadedSource,
  part: LoadedPart,
  bytes: Uint8Array,
): PartFeed {
  const { file, examples, used, places } = part;
  const each = source.shape.reduce((product, size) => product * size, 1);
  const images: Held = { shape: [used, ...source.shape], dtype: 'uint8' };
  const labels: Held = { shape: [used], dtype: 'uint8' };
  const name = `data/${source.set}/${file}`;
  if (!program.declared(`${name}/images`)) {
    program.declare(`${name}/images`, { ...images, values: bytes.subarray(0, used * each) });
    program.declare(`${name}/labels`, { ...labels, values: examples.labels.subarray(0, used) });
  }
  return {
    nodes(builder, n, shifted) {
      const at = builder.feed('places', { shape: [n], dtype: 'int32' });
      const picked = gather(builder, builder.read(`${name}/images`, images), images, at, n);
      const moved = shifted ? shiftNodes(builder, picked, [n, ...source.shape]) : picked;
      return {
        images: scaled(builder, moved, [n, ...source.shape], scale),
        labels: castTo(
          builder,
          gather(builder, builder.read(`${name}/labels`, labels), labels, at, n),
          [n],
          'int32',
        ),
        targets: null,
      };
    },
    feeds(rows, drawn) {
      const at = rows.map((row) => places[row] as number);
      return { places: { shape: [rows.length], values: at }, ...shiftFeeds(drawn) };
    },
    ready: () => undefined,
    letGo: () => undefined,
  };
}

/** Hands the bytes of each call's examples over, out of an array that is used again for the next call. */
export function handedPart(loaded: LoadedSource, part: LoadedPart): PartFeed {
  const { source, scale } = loaded;
  const { examples, places } = part;
  const images = rowImages(loaded, part);
  let handed = new Uint8Array(0);
  const each = source.shape.reduce((product, size) => product * size, 1);
  return {
    nodes(builder, n, shifted) {
      const shape = [n, ...source.shape];
      const bytes = builder.feed('bytes', { shape, dtype: 'uint8' });
      return {
        images: scaled(builder, shifted ? shiftNodes(builder, bytes, shape) : bytes, shape, scale),
        labels: builder.feed('classes', { shape: [n], dtype: 'int32' }),
        targets: null,
      };
    },
    feeds(rows, drawn) {
      const size = rows.length * each;
      if (handed.length < size) handed = new Uint8Array(size);
      const values = handed.subarray(0, size);
      const { bytes, begin } = images.of(rows);
      rows.forEach((_, at) => {
        values.set(bytes.subarray(begin(at), begin(at) + each), at * each);
      });
      const labels = rows.map((row) => examples.labels[places[row] as number] as number);
      return {
        bytes: { shape: [rows.length, ...source.shape], values },
        classes: { shape: [rows.length], values: labels },
        ...shiftFeeds(drawn),
      };
    },
    ready: images.ready,
    letGo() {
      images.letGo();
      handed = new Uint8Array(0);
    },
  };
}

/** Hands texts over with each call: they are small, and so both ways to train hide the very same tokens. */
export function textPart(loaded: LoadedSource, part: LoadedPart): PartFeed {
  const batches = batchWriter(loaded, part);
  const length = loaded.source.shape[0] ?? 0;
  return {
    nodes: (builder, n, drawn) => ({
      images: builder.feed('tokens', { shape: [n, length], dtype: 'float32' }),
      labels: builder.feed('classes', { shape: [n], dtype: 'int32' }),
      targets: drawn ? builder.feed('targets', { shape: [n, length], dtype: 'int32' }) : null,
    }),
    feeds(rows, drawn) {
      const { size, images, labels, targets } = batches.write(rows, drawn);
      const shape = [size, length];
      return {
        tokens: { shape, values: images },
        classes: { shape: [size], values: labels },
        ...(targets ? { targets: { shape, values: targets } } : {}),
      };
    },
    ready: () => undefined,
    letGo: () => undefined,
  };
}

/** A table that lies in a file, raw and without a header: TensorFlow maps it into memory. */
export const mapped = (builder: NodeBuilder, path: string, held: Held): Ref =>
  builder.add('ImmutableConst', {
    inputs: [],
    attributes: {
      dtype: type(held.dtype),
      shape: { kind: 'shape', value: held.shape },
      memory_region_name: text(path),
    },
    outputs: [held],
  });

/** Some rows of a table, in their order. */
export function gather(builder: NodeBuilder, table: Ref, { shape, dtype }: Held, rows: Ref, n: number): Ref {
  return builder.add('GatherV2', {
    inputs: [table, rows, builder.scalar(0, 'int32')],
    attributes: {
      Tparams: type(dtype),
      Tindices: type('int32'),
      Taxis: type('int32'),
      batch_dims: int(0),
    },
    outputs: [{ shape: [n, ...shape.slice(1)], dtype }],
  });
}

function castTo(builder: NodeBuilder, from: Ref, shape: readonly number[], dtype: 'float32' | 'int32'): Ref {
  return builder.add('Cast', {
    inputs: [from],
    attributes: { SrcT: type('uint8'), DstT: type(dtype), Truncate: bool(false) },
    outputs: [{ shape, dtype }],
  });
}

function scaled(
  builder: NodeBuilder,
  bytes: Ref,
  shape: readonly number[],
  { by, add }: LoadedSource['scale'],
): Ref {
  const draft = { attributes: { T: type('float32') }, outputs: [{ shape, dtype: 'float32' as const }] };
  const values = castTo(builder, bytes, shape, 'float32');
  const raised = builder.add('Mul', { inputs: [values, builder.scalar(by)], ...draft });
  return builder.add('AddV2', { inputs: [raised, builder.scalar(add)], ...draft });
}

/**
 * Moves each image by whole pixels; what comes in at the rim is the darkest byte. The op reads, for each place of the
 * output, the place of the input that its row of eight numbers names.
 */
function shiftNodes(builder: NodeBuilder, images: Ref, shape: readonly number[]): Ref {
  const [n = 0, height = 0, width = 0] = shape;
  return builder.add('ImageProjectiveTransformV3', {
    inputs: [
      images,
      builder.feed('moves', { shape: [n, 8], dtype: 'float32' }),
      builder.ints([height, width]),
      builder.scalar(0),
    ],
    attributes: { dtype: type('uint8'), interpolation: text('NEAREST'), fill_mode: text('CONSTANT') },
    outputs: [{ shape, dtype: 'uint8' }],
  });
}

function shiftFeeds(drawn: Drawn | null): Feeds {
  if (drawn?.kind !== 'shifts') return {};
  const shifts = drawn.values;
  const n = shifts.length / 2;
  const values = new Float32Array(8 * n);
  for (let at = 0; at < n; at += 1) {
    const [down, right] = [shifts[2 * at] as number, shifts[2 * at + 1] as number];
    values.set([1, 0, -right, 0, 1, -down, 0, 0], 8 * at);
  }
  return { moves: { shape: [n, 8], values } };
}
