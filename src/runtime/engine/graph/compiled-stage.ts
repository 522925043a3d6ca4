import * as tf from '@tensorflow/tfjs';
import { learningIn, type Stage } from '../../../plan/plan.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import { changedBy, measuredBy } from '../../../plan/training.ts';
import type { Tensor } from '../../safetensors.ts';
import type { LoadedSource } from '../data/load-source.ts';
import type { StepRows } from '../data/order.ts';
import { evaluationSizes } from '../evaluate.ts';
import type { Answering, StageExecution } from '../execution.ts';
import { type LiveNetwork, ownsWeight, replaceWeight } from '../networks.ts';
import { createOptimizer } from '../optimizer.ts';
import type { Profiler } from '../profile.ts';
import { compiledLogits } from './compiled-answers.ts';
import { type CompiledTask, compiledTask } from './compiled-task.ts';
import { createProgram, type Program } from './program.ts';
import type { TapTable, TeacherSetting } from './teacher-outputs.ts';

type StageStart = {
  readonly slots: ReadonlyMap<string, Float32Array> | null;
  readonly profiler: Profiler | null;
  /** Taps that are looked up instead of computed. */
  readonly tables: ReadonlyMap<string, TapTable>;
};

/**
 * Trains a stage by a compiled step, or one for each of its tasks: everything that changes stays in the session until it is
 * asked for.
 */
export function compiledStage(
  { engine, improve, precision }: Pick<TeacherSetting, 'engine' | 'improve' | 'precision'>,
  networks: ReadonlyMap<string, LiveNetwork>,
  stage: Stage,
  sources: ReadonlyMap<string, LoadedSource>,
  { slots, profiler, tables }: StageStart,
): Omit<StageExecution, 'changed'> {
  const program = createProgram(engine.binding);
  const liveOf = (id: string): LiveNetwork => networks.get(id) as LiveNetwork;
  // A task's loss gives the weights of others no gradient, so that its steps leave them as they are.
  const optimizer = createOptimizer(stage, learningIn(stage).map(liveOf), slots);
  const slotShapes = new Map([...optimizer.slots].map(([key, it]) => [key, it.shape]));
  for (const [key, it] of optimizer.slots)
    program.declare(key, { shape: it.shape, dtype: 'float32', values: it.dataSync<'float32'>() });

  // One session for all that the stage will ask for.
  const setting = { engine, improve, precision, program, networks, profiler };
  const tasks = tasksOf(stage).map((task, at) => {
    const loaded = sources.get(task.read) as LoadedSource;
    const compiled = compiledTask(setting, task, loaded, {
      prefix: stage.tasks ? `task-${at + 1}-` : '',
      optimizer,
      tables: new Map([...tables].filter(([tap]) => task.taps.some((it) => it.id === tap))),
    });
    return { task, loaded, compiled };
  });
  const taskAt = ({ place }: StepRows): CompiledTask => tasks[place?.task ?? 0]?.compiled as CompiledTask;
  const answers = new Map(
    tasks.flatMap(({ task, loaded }) => {
      const part = loaded.parts[task.evaluate];
      return measuredBy(task).map((id): [LiveNetwork, Answering] => {
        const live = liveOf(id);
        const question = { live, loaded, part, fixed: false, precision: 'float32' } as const;
        const sizes = evaluationSizes(part.places.length);
        return [live, compiledLogits(engine, improve, program, question, sizes)];
      });
    }),
  );
  const done = (): void => pull(program, changedBy(stage).map(liveOf));

  return {
    ready: (step, taken) => taskAt(taken).ready(step, taken),
    balance: (step, taken) => taskAt(taken).balance(step, taken),
    step: (step, taken) => taskAt(taken).step(step, taken),
    answering(live) {
      const own = answers.get(live);
      if (!own) throw new Error(`${live.network.id} does not change in ${stage.id}`);
      return own;
    },
    state() {
      done();
      const values = program.read([...slotShapes.keys()]);
      return new Map(
        [...slotShapes].map(([key, shape]): [string, Tensor] => [
          key,
          { shape, values: values.get(key) as Float32Array<ArrayBuffer> },
        ]),
      );
    },
    dispose() {
      try {
        done();
      } finally {
        for (const it of tasks) it.compiled.letGo();
        program.close();
        optimizer.dispose();
      }
    },
  };
}

/** Weights and running statistics of networks that change, from the session to where everybody finds them. */
function pull(program: Program, changed: readonly LiveNetwork[]): void {
  for (const live of changed) {
    const names = [...live.weights.keys()].filter((it) => ownsWeight(live, it));
    const values = program.read(names.map((it) => `${live.network.id}/${it}`));
    for (const name of names) {
      const shape = live.weights.get(name)?.shape ?? [];
      replaceWeight(live, name, tf.tensor(values.get(`${live.network.id}/${name}`) as Float32Array, shape));
    }
  }
}
