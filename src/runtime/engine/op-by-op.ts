import * as tf from '@tensorflow/tfjs';
import type { Part } from '../../plan/plan.ts';
import { batchWriter } from './data/batches.ts';
import type { LoadedSource } from './data/load-source.ts';
import type { Answering, Execution } from './execution.ts';
import { lossGraph } from './loss-graph.ts';
import { forward, type LiveNetwork, logitsLayer, neededLayers } from './networks.ts';
import { createOptimizer } from './optimizer.ts';
import { trainStep } from './step.ts';
import { readTensors } from './tensors.ts';

/** Every op by itself, from JavaScript: the way of plain JavaScript, and what compiled graphs are measured by. */
export function opByOp(networks: ReadonlyMap<string, LiveNetwork>): Execution {
  return {
    profiles: false,
    async stage(stage, loaded, slots) {
      const trained = stage.train.map((id) => networks.get(id) as LiveNetwork);
      const optimizer = createOptimizer(stage, trained, slots);
      const graph = lossGraph(stage, networks);
      const write = batchWriter(loaded, loaded.parts.train, stage.batch);
      const { shape } = loaded.source;
      return {
        step: (step, { rows, shifts }) =>
          trainStep(stage, graph, optimizer, write(rows, shifts), shape, step),
        answering: (live, part) => answeringOpByOp(live, loaded, part),
        state: () => readTensors(optimizer.slots),
        dispose: () => optimizer.dispose(),
      };
    },
    answering: answeringOpByOp,
  };
}

function answeringOpByOp(live: LiveNetwork, loaded: LoadedSource, part: Part): Answering {
  const layer = logitsLayer(live.network);
  const layers = neededLayers(live.network.layers, [layer]);
  let write: ReturnType<typeof batchWriter> | null = null;
  let widest = 0;
  return {
    logits(rows) {
      if (!write || rows.length > widest) {
        widest = rows.length;
        write = batchWriter(loaded, loaded.parts[part], widest);
      }
      const { images, size } = write(rows, null);
      const logits = tf.tidy(() => {
        const x = tf.tensor(images, [size, ...live.network.input], 'float32');
        return forward(live, layers, x, null).get(layer) as tf.Tensor;
      });
      const values = logits.dataSync<'float32'>();
      logits.dispose();
      return values;
    },
    dispose: () => undefined,
  };
}
