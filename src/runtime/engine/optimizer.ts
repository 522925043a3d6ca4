import * as tf from '@tensorflow/tfjs';
import type { Kernel, UpdateRule } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { type LiveNetwork, replaceWeight, weightPlaces } from './networks.ts';
import { operation, rateFactor } from './operation-list.ts';

/** One weight that a stage trains. */
export type TrainedWeight = {
  readonly live: LiveNetwork;
  /** `<layer>/<weight>` */
  readonly name: string;
  readonly decays: boolean;
  /** `<network>/<layer>/<weight>` */
  readonly key: string;
};

export type Optimizer = {
  readonly weights: readonly TrainedWeight[];
  /** By `<slot>/<network>/<layer>/<weight>`. */
  readonly slots: Map<string, tf.Tensor>;
  rate(step: number): number;
  /** @param gradients one a weight; undefined where the loss does not reach it @param step done before */
  update(kernel: Kernel, gradients: readonly (tf.Tensor | undefined)[], step: number): void;
  dispose(): void;
};

/** @param saved slots of a checkpoint; left out they begin at zero */
export function createOptimizer(
  stage: Stage,
  networks: readonly LiveNetwork[],
  saved: ReadonlyMap<string, Float32Array> | null,
): Optimizer {
  const { op, args } = operation('optimizer', stage.optimizer.op, stage.optimizer.args, stage.id);
  const rule = op as UpdateRule;
  const factor = rateFactor(stage.optimizer.schedule, stage.id);
  const weights = networks.flatMap((live) =>
    weightPlaces(live.shape)
      .filter((it) => it.trained)
      .map(({ name, decays }) => ({ live, name, decays, key: `${live.network.id}/${name}` })),
  );
  const slots = new Map<string, tf.Tensor>();
  for (const { live, name, key } of weights)
    for (const slot of rule.slots) {
      const { shape } = live.weights.get(name) as tf.Tensor;
      const value = saved?.get(`${slot}/${key}`);
      if (saved && !value) throw new Error(`The checkpoint lacks ${slot}/${key}`);
      slots.set(`${slot}/${key}`, tf.keep(value ? tf.tensor(value, shape, 'float32') : tf.zeros(shape)));
    }
  const rate = (step: number): number => stage.optimizer.rate * factor(step, stage.steps);
  return {
    weights,
    slots,
    rate,
    update(kernel, gradients, step) {
      weights.forEach(({ live, name, key, decays }, at) => {
        const gradient = gradients[at];
        if (!gradient) return;
        const value = live.weights.get(name) as tf.Tensor;
        const own = Object.fromEntries(
          rule.slots.map((slot) => [slot, slots.get(`${slot}/${key}`) as tf.Tensor]),
        );
        const next = rule.update(
          kernel,
          { value, gradient, slots: own, rate: rate(step), step: step + 1, decays },
          args,
        );
        replaceWeight(live, name, next.value);
        for (const slot of rule.slots) {
          own[slot]?.dispose();
          slots.set(`${slot}/${key}`, tf.keep(next.slots[slot] as tf.Tensor));
        }
      });
    },
    dispose() {
      for (const it of slots.values()) it.dispose();
      slots.clear();
    },
  };
}
