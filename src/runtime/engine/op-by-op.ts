import * as tf from '@tensorflow/tfjs';
import { neededLayers } from '../../plan/needed-layers.ts';
import { type Attack, learningIn, type Part } from '../../plan/plan.ts';
import { attackedLogits } from './attacked-logits.ts';
import { measureBalance } from './balance.ts';
import { batchWriter } from './data/batches.ts';
import type { LoadedSource } from './data/load-source.ts';
import { rowsAfter, rowsAhead } from './data/order.ts';
import type { Answering, Execution } from './execution.ts';
import { lossGraph } from './loss-graph.ts';
import { forward, type LiveNetwork, logitsLayer } from './networks.ts';
import { createOptimizer } from './optimizer.ts';
import { trainStep } from './step.ts';
import { readTensors } from './tensors.ts';

/** Every op by itself, from JavaScript: the way of plain JavaScript, and what compiled graphs are measured by. */
export function opByOp(networks: ReadonlyMap<string, LiveNetwork>): Execution {
  return {
    profiles: false,
    precision: 'float32',
    async stage(stage, loaded, slots) {
      const trained = learningIn(stage).map((id) => networks.get(id) as LiveNetwork);
      const optimizer = createOptimizer(stage, trained, slots);
      const graph = lossGraph(stage, networks);
      const batches = batchWriter(loaded, loaded.parts.train);
      const ahead = rowsAhead(loaded.parts.train.places.length, stage);
      const { shape } = loaded.source;
      return {
        ready: (step, { rows }) => batches.ready(rows, ahead(step)),
        step: (step, { rows, drawn }) =>
          trainStep(stage, graph, optimizer, batches.write(rows, drawn), shape, step),
        balance: (step, { rows, drawn }) =>
          measureBalance(stage, graph, optimizer, batches.write(rows, drawn), shape, step),
        answering: (live, part) => answeringOpByOp(live, loaded, part),
        state: () => readTensors(optimizer.slots),
        dispose() {
          batches.letGo();
          optimizer.dispose();
        },
      };
    },
    answering: (live, loaded, part) => answeringOpByOp(live, loaded, part),
    underAttack: answeringOpByOp,
  };
}

function answeringOpByOp(live: LiveNetwork, loaded: LoadedSource, part: Part, attack?: Attack): Answering {
  const layer = logitsLayer(live.network);
  const layers = neededLayers(live.network.layers, [layer]);
  const batches = batchWriter(loaded, loaded.parts[part]);
  const count = loaded.parts[part].places.length;
  return {
    ready: (rows) => batches.ready(rows, rowsAfter(count, rows)),
    logits(rows) {
      const { images, labels, size } = batches.write(rows, null);
      const logits = tf.tidy(() => {
        const x = tf.tensor(images, [size, ...live.network.input], 'float32');
        if (attack) return attackedLogits(live, layers, x, tf.tensor1d(labels, 'int32'), attack);
        return forward(live, layers, x, null).get(layer) as tf.Tensor;
      });
      const values = logits.dataSync<'float32'>();
      logits.dispose();
      return values;
    },
    dispose: batches.letGo,
  };
}
