import * as tf from '@tensorflow/tfjs';
import { type Layer, NETWORK_INPUT } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import { batchWriter } from '../data/batches.ts';
import type { LoadedPart, LoadedSource } from '../data/load-source.ts';
import { type LiveNetwork, runLayer } from '../networks.ts';

type Asked = {
  readonly live: LiveNetwork;
  readonly loaded: LoadedSource;
  readonly part: LoadedPart;
  readonly rows: Int32Array;
  /** Rows that are looked at together; what is left at the end comes as it is. */
  readonly batch: number;
  readonly layers: readonly string[];
};

/** Reads what it needs of a layer's output on the rows at hand, which is gone afterwards. */
type Use = (layer: string, output: tf.Tensor) => void;

/**
 * The outputs of some layers on rows of a part, op by op and in inference mode, batch by batch and in the order of the layers. For a
 * few hundred examples a graph would take longer to be compiled than this takes to compute. No output is held for longer than a
 * layer to come reads it.
 */
export async function inferRows(
  { live, loaded, part, rows, batch, layers: wanted }: Asked,
  use: Use,
): Promise<void> {
  const layers = neededLayers(live.network.layers, wanted);
  const asked = new Set(wanted);
  const batches = batchWriter(loaded, part);
  const at = (begin: number): Int32Array => rows.subarray(begin, Math.min(begin + batch, rows.length));
  try {
    for (let begin = 0; begin < rows.length; begin += batch) {
      const own = at(begin);
      await batches.ready(own, (ahead) => {
        const next = begin + ahead * batch;
        return next < rows.length ? at(next) : null;
      });
      const { images, size } = batches.write(own, null);
      infer(live, layers, tf.tensor(images, [size, ...live.network.input], 'float32'), (id, output) => {
        if (asked.has(id)) use(id, output);
      });
    }
  } finally {
    batches.letGo();
  }
}

/** Runs layers on x, which it frees. */
function infer(live: LiveNetwork, layers: readonly Layer[], x: tf.Tensor, use: Use): void {
  const outputs = new Map<string, tf.Tensor>([[NETWORK_INPUT, x]]);
  const lastReader = new Map(layers.flatMap((layer, index) => layer.from.map((id) => [id, index] as const)));
  const free = (id: string): void => {
    outputs.get(id)?.dispose();
    outputs.delete(id);
  };
  try {
    for (const [index, layer] of layers.entries()) {
      const output = tf.tidy(() => {
        const inputs = layer.from.map((id) => outputs.get(id) as tf.Tensor);
        // A handle of its own: some layers hand their input or a weight on, which others hold.
        return tf.clone(runLayer(live, layer, inputs, null));
      });
      outputs.set(layer.id, output);
      tf.tidy(() => use(layer.id, output));
      for (const id of new Set(layer.from)) if (lastReader.get(id) === index) free(id);
      if (!lastReader.has(layer.id)) free(layer.id);
    }
  } finally {
    for (const id of [...outputs.keys()]) free(id);
  }
}
