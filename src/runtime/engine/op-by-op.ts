import * as tf from '@tensorflow/tfjs';
import { neededLayers } from '../../plan/needed-layers.ts';
import { type Attack, learningIn, type Part } from '../../plan/plan.ts';
import { tasksOf } from '../../plan/tasks.ts';
import { measuredBy } from '../../plan/training.ts';
import { attackedLogits } from './attacked-logits.ts';
import { measureBalance } from './balance.ts';
import { batchWriter } from './data/batches.ts';
import type { LoadedSource } from './data/load-source.ts';
import { rowsAfter, rowsAhead, type StepRows } from './data/order.ts';
import type { Answering, Execution, StageExecution } from './execution.ts';
import { lossGraph } from './loss-graph.ts';
import { forward, type LiveNetwork, logitsLayer } from './networks.ts';
import { createOptimizer } from './optimizer.ts';
import { trainStep } from './step.ts';
import { readTensors, slotValues } from './tensors.ts';

/** Every op by itself, from JavaScript: the way of plain JavaScript, and what compiled graphs are measured by. */
export function opByOp(networks: ReadonlyMap<string, LiveNetwork>): Execution {
  const opened: Execution['stage'] = async (stage, sources, slots, profiler, turn) => {
    const liveOf = (id: string): LiveNetwork => networks.get(id) as LiveNetwork;
    // A task's loss gives the weights of others no gradient, so that its steps leave them as they are.
    const optimizer = createOptimizer(stage, learningIn(stage).map(liveOf), slots);
    const tasks = tasksOf(stage).map((task) => {
      const loaded = sources.get(task.read) as LoadedSource;
      return {
        stage: task,
        loaded,
        graph: lossGraph(task, networks),
        batches: batchWriter(loaded, loaded.parts.train),
        ahead: rowsAhead(loaded.parts.train.places.length, task),
      };
    });
    type Task = (typeof tasks)[number];
    const taskAt = ({ place }: StepRows): Task => tasks[place?.task ?? 0] as Task;
    const own: StageExecution = {
      ready(step, taken) {
        const { batches, ahead } = taskAt(taken);
        return batches.ready(taken.rows, ahead(taken.place?.step ?? step));
      },
      step(step, taken) {
        const { stage: own, graph, batches, loaded } = taskAt(taken);
        const batch = batches.write(taken.rows, taken.drawn);
        return trainStep(own, graph, optimizer, batch, loaded.source.shape, step);
      },
      balance(step, taken) {
        const { stage: own, graph, batches, loaded } = taskAt(taken);
        const batch = batches.write(taken.rows, taken.drawn);
        return measureBalance(own, graph, optimizer, batch, loaded.source.shape, step);
      },
      answering(live, part) {
        const own = tasks.find((it) => measuredBy(it.stage).includes(live.network.id));
        if (!own) throw new Error(`${live.network.id} does not change in ${stage.id}`);
        return answeringOpByOp(live, own.loaded, part);
      },
      state: () => readTensors(optimizer.slots),
      async changed(next) {
        const now = slotValues(readTensors(optimizer.slots));
        own.dispose();
        return opened(next, sources, now, profiler, turn);
      },
      dispose() {
        for (const it of tasks) it.batches.letGo();
        optimizer.dispose();
      },
    };
    return own;
  };
  return {
    profiles: false,
    precision: 'float32',
    stage: opened,
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
