import type { Plan } from '../../../plan/plan.ts';
import { EngineProblem } from '../engine-problem.ts';
import { nvidiaCards } from './cards.ts';
import { startCpu } from './cpu.ts';
import { deviceMissing } from './device-missing.ts';
import { gpuOf } from './device-settings.ts';
import type { StartedEngine } from './started-engine.ts';
import { startTensorflow } from './tensorflow.ts';

const FIX = 'Run npm run engine -- cpu, which sets TensorFlow up, or choose the plain JavaScript engine.';

/**
 * Starts the engine that the plan asks for. `auto` takes TensorFlow where it is there and works.
 *
 * @param note is told where a run will be slow or otherwise than asked for, and why
 */
export async function startBackend(
  wanted: Plan['engine'],
  folder: string | null,
  note: (text: string) => void,
): Promise<StartedEngine> {
  const { kind } = wanted;
  if (kind === 'cpu') return plainJavaScript(wanted, note);
  if (folder === null) {
    if (kind === 'tensorflow')
      throw new EngineProblem({
        code: 'engine-missing',
        message: 'The run asks for TensorFlow, and it is not set up on this machine.',
        fix: FIX,
      });
    note(`TensorFlow is not set up, so plain JavaScript trains. This is many times slower. ${FIX}`);
    return plainJavaScript(wanted, note);
  }
  try {
    return await startTensorflow(folder, wanted, note);
  } catch (error) {
    if (error instanceof EngineProblem) throw error;
    const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
    // The system's words name paths, and those carry the person's name.
    const short = reason.replaceAll(folder, 'the engine folder').slice(0, 200);
    if (kind === 'tensorflow')
      throw new EngineProblem({
        code: 'engine-broken',
        message: `TensorFlow could not be loaded: ${short}`,
        fix: FIX,
      });
    note(`TensorFlow could not be loaded (${short}), so plain JavaScript trains, much slower. ${FIX}`);
    return plainJavaScript(wanted, note);
  }
}

/** The compiler asks nothing of it that it cannot do; a plan from elsewhere may. */
function plainJavaScript(wanted: Plan['engine'], note: (text: string) => void): Promise<StartedEngine> {
  if (gpuOf(wanted) !== null) throw deviceMissing(wanted.device, nvidiaCards(), 'plain JavaScript uses none');
  if (wanted.precision === 'bfloat16')
    note('Plain JavaScript computes in float32 alone, and so does this run, though bfloat16 was asked for.');
  return startCpu();
}
