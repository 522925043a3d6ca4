import type { Plan } from '../../../plan/plan.ts';
import { EngineProblem } from '../engine-problem.ts';
import { startCpu } from './cpu.ts';
import type { StartedEngine } from './started-engine.ts';
import { startTensorflow } from './tensorflow.ts';

const FIX = 'Run npm run engine -- cpu, which sets TensorFlow up, or choose the plain JavaScript engine.';

/**
 * Starts the engine that the plan asks for. `auto` takes TensorFlow where it is there and works.
 *
 * @param note is told where a run will be slow, and why
 */
export async function startBackend(
  wanted: Plan['engine']['kind'],
  folder: string | null,
  note: (text: string) => void,
): Promise<StartedEngine> {
  if (wanted === 'cpu') return startCpu();
  if (folder === null) {
    if (wanted === 'tensorflow')
      throw new EngineProblem({
        code: 'engine-missing',
        message: 'The run asks for TensorFlow, and it is not set up on this machine.',
        fix: FIX,
      });
    note(`TensorFlow is not set up, so plain JavaScript trains. This is many times slower. ${FIX}`);
    return startCpu();
  }
  try {
    return await startTensorflow(folder);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
    // The system's words name paths, and those carry the person's name.
    const short = reason.replaceAll(folder, 'the engine folder').slice(0, 200);
    if (wanted === 'tensorflow')
      throw new EngineProblem({
        code: 'engine-broken',
        message: `TensorFlow could not be loaded: ${short}`,
        fix: FIX,
      });
    note(`TensorFlow could not be loaded (${short}), so plain JavaScript trains, much slower. ${FIX}`);
    return startCpu();
  }
}
