import * as tf from '@tensorflow/tfjs';
import type { Kernel, UpdateRule } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { learnsFrom } from '../../plan/training.ts';
import { composite, scoped } from './composite.ts';
import { type LiveNetwork, ownsWeight, weightKey, weightPlaces } from './networks.ts';
import { operation, rateFactor } from './operation-list.ts';

/** One weight that a stage trains. */
export type TrainedWeight = {
  readonly live: LiveNetwork;
  /** `<layer>/<weight>` */
  readonly name: string;
  readonly decays: boolean;
  /** `<network>/<layer>/<weight>` */
  readonly key: string;
  /** Steps of the stage after which it learns. */
  readonly since: number;
};

export type Optimizer = {
  /** All that ever learn in the stage. */
  readonly weights: readonly TrainedWeight[];
  /** Those that learn in a phase. @param phase the step at which it begins */
  learning(phase: number): readonly TrainedWeight[];
  /** By `<slot>/<network>/<layer>/<weight>`. */
  readonly slots: Map<string, tf.Tensor>;
  rate(step: number): number;
  /**
   * What a step is fed beside its batch, by name; for weights that began to learn later on once more, as if the step at
   * which they began had been the first: Adam's corrections count from there.
   *
   * @param step done before
   */
  factors(step: number): Readonly<Record<string, number>>;
  /**
   * The next value of every weight that the loss reaches, and of its slots, by their keys.
   *
   * @param learning the weights that learn in this step
   * @param gradients one for each of them; undefined where the loss does not reach it
   * @param factors scalars, as `factors` names them
   */
  next(
    kernel: Kernel,
    learning: readonly TrainedWeight[],
    gradients: readonly (tf.Tensor | undefined)[],
    factors: Readonly<Record<string, tf.Tensor>>,
  ): Map<string, tf.Tensor>;
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
      .filter((it) => it.trained && ownsWeight(live, it.name))
      .flatMap(({ name, decays }) => {
        const { id } = live.network;
        const since = learnsFrom(stage, id, name.slice(0, name.lastIndexOf('/')));
        return since === null ? [] : [{ live, name, decays, key: weightKey(live, name), since }];
      }),
  );
  const begins = [...new Set(weights.map((it) => it.since))];
  const slots = new Map<string, tf.Tensor>();
  for (const { live, name, key } of weights)
    for (const slot of rule.slots) {
      const { shape } = live.weights.get(name) as tf.Tensor;
      const value = saved?.get(`${slot}/${key}`);
      if (saved && !value) throw new Error(`The checkpoint lacks ${slot}/${key}`);
      slots.set(`${slot}/${key}`, tf.keep(value ? tf.tensor(value, shape, 'float32') : tf.zeros(shape)));
    }
  const rate = (step: number): number => stage.optimizer.rate * factor(step, stage.steps);
  const facts = factsOf(args);
  return {
    weights,
    slots,
    rate,
    learning: (phase) => weights.filter((it) => it.since <= phase),
    factors: (step) =>
      Object.fromEntries(
        begins
          .filter((since) => since <= step)
          .flatMap((since) =>
            Object.entries(rule.factors({ rate: rate(step), step: step + 1 - since }, args)).map(
              ([name, value]) => [factorName(name, since), value],
            ),
          ),
      ),
    next(kernel, learning, gradients, all) {
      const next = new Map<string, tf.Tensor>();
      learning.forEach(({ live, name, key, decays, since }, at) => {
        const gradient = gradients[at];
        if (!gradient) return;
        const factors = factorsSince(all, since);
        const value = live.weights.get(name) as tf.Tensor;
        const own = Object.fromEntries(
          rule.slots.map((slot) => [slot, slots.get(`${slot}/${key}`) as tf.Tensor]),
        );
        const made = scoped({ at: stage.optimizer.id, part: 'optimizer' }, () =>
          composite(rule.name, { ...facts, decays }, { value, gradient, ...own, ...factors }, () => {
            const updated = rule.update(kernel, { value, gradient, slots: own, factors, decays }, args);
            return { ...updated.slots, value: updated.value };
          }),
        );
        next.set(key, made.value);
        for (const slot of rule.slots)
          next.set(`${slot}/${key}`, (made as Readonly<Record<string, tf.Tensor>>)[slot] as tf.Tensor);
      });
      return next;
    },
    dispose() {
      for (const it of slots.values()) it.dispose();
      slots.clear();
    },
  };
}

const factorName = (name: string, since: number): string => (since === 0 ? name : `${name}@${since}`);

/** The factors of weights that learn since a step, by the names of the rule. */
function factorsSince<T>(all: Readonly<Record<string, T>>, since: number): Record<string, T> {
  const own = Object.entries(all).flatMap(([key, it]): [string, T][] => {
    const [name = '', begin = '0'] = key.split('@');
    return Number(begin) === since ? [[name, it]] : [];
  });
  return Object.fromEntries(own);
}

/** Numbers and flags among an op's arguments: all that a fused update asks of them. */
const factsOf = (args: unknown): Record<string, number | boolean> =>
  Object.fromEntries(
    Object.entries(args as object).filter(
      (entry): entry is [string, number | boolean] =>
        typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
    ),
  );
