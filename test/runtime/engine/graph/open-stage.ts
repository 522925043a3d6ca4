import type { Plan, Stage } from '../../../../src/plan/plan.ts';
import type { LoadedSource } from '../../../../src/runtime/engine/data/load-source.ts';
import { trainingOrder } from '../../../../src/runtime/engine/data/order.ts';
import type { StageExecution } from '../../../../src/runtime/engine/execution.ts';
import {
  disposeNetwork,
  type LiveNetwork,
  liveNetwork,
  readWeights,
} from '../../../../src/runtime/engine/networks.ts';
import { createProfiler } from '../../../../src/runtime/engine/profile.ts';
import { startWeights } from '../../../../src/runtime/engine/start-weights.ts';
import type { StepResult } from '../../../../src/runtime/engine/step.ts';
import type { Way } from './course.ts';
import { loadedImages } from './images.ts';

/** The first stage of a plan, to be trained step by step. */
export type OpenStage = {
  /** @param step steps that are done */
  step(step: number): StepResult;
  /** Weights, running statistics and slots as they are now, by name. */
  values(): Map<string, Float32Array>;
  close(): void;
};

export async function openStage(plan: Plan, way: Way, { profile = false } = {}): Promise<OpenStage> {
  const networks = new Map<string, LiveNetwork>();
  for (const it of plan.networks) networks.set(it.id, liveNetwork(it, await startWeights(it, plan, {})));
  const loaded = loadedImages(plan.data[0] as LoadedSource['source']);
  const stage = plan.stages[0] as Stage;
  const order = trainingOrder(loaded.parts.train.places.length, {
    ...stage,
    shift: loaded.shift,
    views: null,
  });
  const profiler = profile ? createProfiler(stage.steps) : null;
  const execution: StageExecution = await way(networks).stage(
    stage,
    new Map([[stage.read, loaded]]),
    null,
    profiler,
    () => undefined,
  );
  return {
    step: (step) => execution.step(step, order.at(step)),
    values() {
      const slots = [...execution.state()].map(([name, it]): [string, Float32Array] => [
        name,
        (it.values as Float32Array).slice(),
      ]);
      const weights = [...networks].flatMap(([id, live]) =>
        [...readWeights(live)].map(([name, it]): [string, Float32Array] => [`${id}/${name}`, it.slice()]),
      );
      return new Map([...weights, ...slots]);
    },
    close() {
      execution.dispose();
      for (const it of networks.values()) disposeNetwork(it);
    },
  };
}
