import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import type { Plan } from '../../../plan/plan.ts';
import type { RecordedBackend } from '../graph/recorder.ts';
import type { SessionBinding } from '../graph/session.ts';
import { deviceName, nvidiaCards } from './cards.ts';
import { deviceMissing } from './device-missing.ts';
import { deviceSettings, gpuOf } from './device-settings.ts';
import { multipliesBfloat16 } from './processor.ts';
import type { StartedEngine } from './started-engine.ts';

/** As much of the native binding as is used here. */
type Binding = SessionBinding & { readonly TF_Version: string; isUsingGpuDevice(): boolean };
type BackendModule = {
  readonly NodeJSKernelBackend: new (binding: Binding, name: string) => tf.KernelBackend & RecordedBackend;
};

const PACKAGE = '@tensorflow/tfjs-node-gpu';

/**
 * Loads TensorFlow from an engine's folder and makes it tfjs's backend.
 *
 * The package's own entry file is left alone: it looks for a binding at a place of its own and downloads one.
 *
 * @param folder holds lib/tfjs_binding.node, with the libraries beside it
 * @param note is told where a run will be slow, and why
 * @throws Error in the system's words where a library is missing or does not suit this machine
 * @throws EngineProblem device-missing
 */
export async function startTensorflow(
  folder: string,
  wanted: Plan['engine'],
  note: (text: string) => void,
): Promise<StartedEngine> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  Object.assign(process.env, deviceSettings(wanted, process.env));
  // Node 23 removed it, and the package calls it.
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;

  const require = createRequire(import.meta.url);
  const binding = require(join(folder, 'lib', 'tfjs_binding.node')) as Binding;
  const { NodeJSKernelBackend } = require(`${PACKAGE}/dist/nodejs_kernel_backend`) as BackendModule;
  require(`${PACKAGE}/dist/register_all_kernels`);
  tf.enableProdMode();
  // A second start in one process finds the first one's.
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, PACKAGE));
  if (!(await tf.setBackend('tensorflow'))) throw new Error('tfjs refused the TensorFlow backend');
  const [onGpu, cards, shown] = [binding.isUsingGpuDevice(), nvidiaCards(), process.env.CUDA_VISIBLE_DEVICES];
  if (gpuOf(wanted) !== null && !onGpu) throw deviceMissing(wanted.device, cards);
  if (!onGpu && wanted.precision === 'bfloat16' && multipliesBfloat16() === false)
    note(
      'This processor does not compute in bfloat16 itself, so that a step takes several times as long as in float32.',
    );
  return {
    info: { kind: 'tensorflow', device: deviceName(onGpu, cards, shown), version: binding.TF_Version },
    graphs: { binding, backend: tf.backend() as InstanceType<BackendModule['NodeJSKernelBackend']> },
    card: Number.parseInt(shown ?? '0', 10) || 0,
  };
}
