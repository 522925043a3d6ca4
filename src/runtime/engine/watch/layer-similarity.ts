import * as tf from '@tensorflow/tfjs';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Part } from '../../../plan/plan.ts';
import type { LoadedSource } from '../data/load-source.ts';
import { type LiveNetwork, logitsLayer } from '../networks.ts';
import { shuffled, streamOf } from '../streams.ts';
import { centredKernel, type LayerKernels, LEAST_ROWS, layerAlignments } from './alignment.ts';
import { comparedLayers } from './compared-layers.ts';
import { inferRows } from './inference.ts';

/** Examples that layers are compared on at most: the estimate has no bias, and more would cost more than they tell. */
const EXAMPLES = 256;
/** Of a smaller part one in so many, so that the comparison stays small beside its evaluation. */
const ONE_IN = 32;
/** Examples that are compared with each other. */
const BATCH = 64;
/** Bytes of the largest activation of a minibatch at most, where `LEAST_BATCH` examples fit. */
const BYTES = 2 ** 26;
const LEAST_BATCH = 8;

export type Similarity = {
  readonly examples: number;
  readonly rows: string[];
  readonly columns: string[];
  readonly values: (number | null)[][];
};

/** Compares layers at the end of a run. What it computed of a teacher serves all that learned from it, as long as no other comes between. */
export type LayerComparison = {
  /** Null where the part has too few examples. */
  of(
    teacher: LiveNetwork,
    network: LiveNetwork,
    loaded: LoadedSource,
    part: Part,
  ): Promise<Similarity | null>;
};

/** @param turn called between networks; may throw to give up */
export function layerComparison(turn: () => Promise<void> | undefined): LayerComparison {
  let last: { readonly key: string; readonly kernels: ReadonlyMap<string, LayerKernels> } | null = null;
  const kernelsOf = async (
    live: LiveNetwork,
    loaded: LoadedSource,
    part: Part,
    { rows, batch }: { readonly rows: Int32Array; readonly batch: number },
  ): Promise<ReadonlyMap<string, LayerKernels>> => {
    await turn();
    const layers = comparedLayers(live.network);
    const kernels = new Map<string, Float64Array[]>(layers.map((id) => [id, []]));
    await inferRows({ live, loaded, part: loaded.parts[part], rows, batch, layers }, (id, output) => {
      kernels.get(id)?.push(centredKernel(kernelOf(output), batch));
    });
    return kernels;
  };
  return {
    async of(teacher, network, loaded, part) {
      const count = loaded.parts[part].places.length;
      const batch = Math.min(batchOf(teacher), batchOf(network), count);
      if (batch < LEAST_ROWS) return null;
      const wanted = Math.min(EXAMPLES, Math.max(BATCH, count / ONE_IN));
      const batches = Math.max(1, Math.floor(Math.min(wanted, count) / batch));
      const order = shuffled(count, streamOf(loaded.source.splitSeed, 'compared', 0));
      const drawn = { rows: order.slice(0, batches * batch), batch };
      const key = `${teacher.network.id} ${loaded.source.id} ${part} ${batch}`;
      const ofTeacher = last?.key === key ? last.kernels : await kernelsOf(teacher, loaded, part, drawn);
      last = { key, kernels: ofTeacher };
      const ofNetwork = await kernelsOf(network, loaded, part, drawn);
      return {
        examples: drawn.rows.length,
        rows: [...ofTeacher.keys()],
        columns: [...ofNetwork.keys()],
        values: layerAlignments([...ofTeacher.values()], [...ofNetwork.values()]).map((row) =>
          row.map((it) => (it === null ? null : Number(it.toFixed(4)))),
        ),
      };
    },
  };
}

/** X Xᵀ of a layer's output [n, …], each example as one row of numbers. Moved to mean 0 first, which CKA does not see and rounding does. */
function kernelOf(output: tf.Tensor): Float32Array {
  const x = tf.reshape(output, [output.shape[0] ?? 0, -1]);
  const centred = tf.sub(x, tf.mean(x, 0, true));
  return tf.matMul(centred, centred, false, true).dataSync<'float32'>();
}

/** How many examples are compared with each other: as many as fit into memory by the largest layer that the answer needs. */
function batchOf({ network, shape }: LiveNetwork): number {
  const sizes = neededLayers(network.layers, [logitsLayer(network)]).map(({ id }) =>
    (shape.layers.get(id)?.output ?? []).reduce((product, size) => product * size, 1),
  );
  const numbers = Math.max(1, ...sizes);
  return Math.max(LEAST_BATCH, Math.min(BATCH, Math.floor(BYTES / (4 * numbers))));
}
