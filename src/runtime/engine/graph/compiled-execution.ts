import { evaluationSizes, TIMING_BATCH } from '../evaluate.ts';
import type { Execution } from '../execution.ts';
import type { LiveNetwork } from '../networks.ts';
import { compiledLogits } from './compiled-answers.ts';
import { compiledStage } from './compiled-stage.ts';
import type { GraphEngine, Improve } from './graph-engine.ts';
import { createProgram } from './program.ts';

/** Networks as compiled graphs: the way of the TensorFlow engine. */
export function compiledExecution(
  engine: GraphEngine,
  networks: ReadonlyMap<string, LiveNetwork>,
  improve: Improve,
): Execution {
  return {
    profiles: true,
    async stage(stage, loaded, slots, profiler) {
      return compiledStage(engine, improve, networks, stage, loaded, slots, profiler);
    },
    answering(live, loaded, part) {
      const program = createProgram(engine.binding);
      const own = loaded.parts[part];
      const sizes = [...evaluationSizes(own.places.length), TIMING_BATCH];
      const answers = compiledLogits(engine, improve, program, { live, loaded, part: own }, sizes);
      return { ...answers, dispose: () => program.close() };
    },
  };
}
