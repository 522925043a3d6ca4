import type { Plan } from '../../../../src/plan/plan.ts';
import { tasksOf } from '../../../../src/plan/tasks.ts';
import { balanceEvent, isMeasured } from '../../../../src/runtime/engine/balance.ts';
import { openTeacherCache } from '../../../../src/runtime/engine/cache/teacher-cache.ts';
import { MEASURED } from '../../../../src/runtime/engine/compute-balance.ts';
import { stageOrder } from '../../../../src/runtime/engine/data/task-order.ts';
import { deriveNetworks } from '../../../../src/runtime/engine/derive.ts';
import type { Execution } from '../../../../src/runtime/engine/execution.ts';
import { compiledExecution } from '../../../../src/runtime/engine/graph/compiled-execution.ts';
import type { GraphEngine, Improve } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import type { TeacherSetting } from '../../../../src/runtime/engine/graph/teacher-outputs.ts';
import {
  disposeNetwork,
  type LiveNetwork,
  lendWeights,
  liveNetwork,
  readWeights,
} from '../../../../src/runtime/engine/networks.ts';
import { startWeights } from '../../../../src/runtime/engine/start-weights.ts';
import { loadedImages } from './images.ts';

/** How steps are done. */
export type Way = (networks: ReadonlyMap<string, LiveNetwork>) => Execution;

/**
 * @param improve what is done to each recorded graph before it is loaded
 * @param changes of the setting, which is float32 and keeps nothing
 */
export const compiledBy =
  (engine: GraphEngine, improve: Improve, changes: Partial<TeacherSetting> = {}): Way =>
  (networks) => {
    const setting: TeacherSetting = {
      engine,
      improve,
      precision: 'float32',
      caches: openTeacherCache(null),
      engineName: 'TensorFlow',
      emit: () => undefined,
      ...changes,
    };
    return compiledExecution(setting, networks);
  };

/** What training came to: all that it told and all that it changed. */
export type Course = {
  /** Every number of every step, by `<stage> <step> <name>`. */
  readonly told: ReadonlyMap<string, number>;
  /** Weights, running statistics and slots as they began and as they are in the end, by name. */
  readonly values: ReadonlyMap<string, { readonly first: Float32Array; readonly last: Float32Array }>;
  /** Logits of what a stage trained on the part that it is measured on, by `<stage> <network>`. */
  readonly logits: ReadonlyMap<string, Float32Array>;
};

/** Trains the stages of a plan one after another, on images in memory: no run folder, no events. */
export async function courseOf(plan: Plan, way: Way): Promise<Course> {
  const networks = new Map<string, LiveNetwork>();
  for (const it of plan.networks) {
    const values = it.start.kind === 'derived' ? null : await startWeights(it, plan, {});
    networks.set(it.id, liveNetwork(it, values));
  }
  lendWeights(networks);
  const sources = new Map(plan.data.map((it) => [it.id, loadedImages(it)]));
  const all = (): Map<string, Float32Array> =>
    new Map(
      [...networks].flatMap(([id, live]) =>
        [...readWeights(live)].map(([name, it]): [string, Float32Array] => [`${id}/${name}`, it.slice()]),
      ),
    );
  const first = all();
  const last = new Map<string, Float32Array>();
  const told = new Map<string, number>();
  const logits = new Map<string, Float32Array>();
  const execution = way(networks);
  try {
    for (const [moment, stage] of plan.stages.entries()) {
      deriveNetworks(plan, networks, moment);
      const order = stageOrder(stage, sources);
      const own = await execution.stage(stage, sources, null, null, () => undefined);
      try {
        for (let step = 0; step < stage.steps; step += 1) {
          const taken = order.at(step);
          await own.ready(step, taken);
          if (isMeasured(stage, step, taken))
            for (const part of balanceEvent(stage, step, own.balance(step, taken)).parts)
              for (const name of MEASURED)
                told.set(`${stage.id} ${step + 1} ${part.at} ${name}`, part[name] ?? Number.NaN);
          const { terms, ...others } = own.step(step, taken);
          for (const [name, value] of Object.entries({ ...terms, ...others }))
            if (value !== null) told.set(`${stage.id} ${step + 1} ${name}`, value);
        }
        for (const { read, train, evaluate } of tasksOf(stage))
          for (const id of train) {
            const answering = own.answering(networks.get(id) as LiveNetwork, evaluate);
            const rows = sources.get(read)?.parts[evaluate].places.map((_, at) => at) ?? Int32Array.of();
            await answering.ready(rows);
            logits.set(`${stage.id} ${id}`, answering.logits(rows).slice());
            answering.dispose();
          }
        for (const [name, { values }] of own.state())
          last.set(`${stage.id} ${name}`, (values as Float32Array).slice());
      } finally {
        own.dispose();
      }
    }
    for (const [name, it] of all()) last.set(name, it);
  } finally {
    for (const it of networks.values()) disposeNetwork(it);
  }
  const values = new Map(
    [...last].map(([name, it]) => [
      name,
      { first: first.get(name) ?? new Float32Array(it.length), last: it },
    ]),
  );
  return { told, values, logits };
}
