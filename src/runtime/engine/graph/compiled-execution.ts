import type { Part, Stage } from '../../../plan/plan.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import type { LoadedSource } from '../data/load-source.ts';
import { evaluationSizes, TIMING_BATCH } from '../evaluate.ts';
import type { Answering, Execution, StageExecution } from '../execution.ts';
import type { LiveNetwork } from '../networks.ts';
import { slotValues } from '../tensors.ts';
import { compiledLogits, type Question } from './compiled-answers.ts';
import { compiledStage } from './compiled-stage.ts';
import { createProgram } from './program.ts';
import { type TapTable, type TeacherSetting, teacherOutputs } from './teacher-outputs.ts';

/** Networks as compiled graphs: the way of the TensorFlow engine. */
export function compiledExecution(
  setting: TeacherSetting,
  networks: ReadonlyMap<string, LiveNetwork>,
): Execution {
  const { engine, improve, precision } = setting;
  /** A program of its own, of a network that nobody trains as long as it is asked. */
  const asked = (
    live: LiveNetwork,
    loaded: LoadedSource,
    part: Part,
    { sizes = [], ...how }: Pick<Question, 'precision' | 'attack'> & { readonly sizes?: readonly number[] },
  ): Answering => {
    const program = createProgram(engine.binding);
    const own = loaded.parts[part];
    const question = { live, loaded, part: own, fixed: true, ...how };
    const all = [...evaluationSizes(own.places.length), ...sizes];
    const answers = compiledLogits(engine, improve, program, question, all);
    const dispose = (): void => {
      answers.dispose();
      program.close();
    };
    return { ...answers, dispose };
  };
  return {
    profiles: true,
    precision,
    async stage(stage, sources, slots, profiler, turn) {
      const tables = new Map<string, TapTable>();
      for (const task of tasksOf(stage)) {
        const loaded = sources.get(task.read) as LoadedSource;
        for (const [tap, it] of await teacherOutputs(setting, networks, task, loaded, turn))
          tables.set(tap, it);
      }
      /** What teachers answer is the same, whatever the loss makes of it. */
      const opened = (of: Stage, before: ReadonlyMap<string, Float32Array> | null): StageExecution => {
        const own = compiledStage(setting, networks, of, sources, { slots: before, profiler, tables });
        return {
          ...own,
          async changed(next) {
            const now = slotValues(own.state());
            own.dispose();
            return opened(next, now);
          },
        };
      };
      return opened(stage, slots);
    },
    answering: (live, loaded, part, wanted = 'float32') =>
      asked(live, loaded, part, { precision: wanted, sizes: [TIMING_BATCH] }),
    underAttack: (live, loaded, part, attack) => asked(live, loaded, part, { precision: 'float32', attack }),
  };
}
