import { evaluationSizes, TIMING_BATCH } from '../evaluate.ts';
import type { Execution } from '../execution.ts';
import type { LiveNetwork } from '../networks.ts';
import { compiledLogits } from './compiled-answers.ts';
import { compiledStage } from './compiled-stage.ts';
import { createProgram } from './program.ts';
import { type TeacherSetting, teacherOutputs } from './teacher-outputs.ts';

/** Networks as compiled graphs: the way of the TensorFlow engine. */
export function compiledExecution(
  setting: TeacherSetting,
  networks: ReadonlyMap<string, LiveNetwork>,
): Execution {
  const { engine, improve, precision } = setting;
  return {
    profiles: true,
    precision,
    async stage(stage, loaded, slots, profiler, turn) {
      const tables = await teacherOutputs(setting, networks, stage, loaded, turn);
      return compiledStage(setting, networks, stage, loaded, { slots, profiler, tables });
    },
    answering(live, loaded, part, asked = 'float32') {
      const program = createProgram(engine.binding);
      const own = loaded.parts[part];
      const sizes = [...evaluationSizes(own.places.length), TIMING_BATCH];
      const answers = compiledLogits(
        engine,
        improve,
        program,
        { live, loaded, part: own, fixed: true, precision: asked },
        sizes,
      );
      const dispose = (): void => {
        answers.dispose();
        program.close();
      };
      return { ...answers, dispose };
    },
  };
}
