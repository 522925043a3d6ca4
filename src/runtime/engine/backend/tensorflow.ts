import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import type { RecordedBackend } from '../graph/recorder.ts';
import type { SessionBinding } from '../graph/session.ts';
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
 * @throws Error in the system's words where a library is missing or does not suit this machine
 */
export async function startTensorflow(folder: string): Promise<StartedEngine> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
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
  const device = binding.isUsingGpuDevice() ? `CUDA: ${gpuNames()}` : 'CPU';
  return {
    info: { kind: 'tensorflow', device, version: binding.TF_Version },
    graphs: { binding, backend: tf.backend() as InstanceType<BackendModule['NodeJSKernelBackend']> },
  };
}

/** The driver's own names. Linux; not proven on a machine with such a card. */
function gpuNames(): string {
  const root = '/proc/driver/nvidia/gpus';
  try {
    const names = readdirSync(root).map(
      (card) =>
        /^Model:\s*(.+)$/m.exec(readFileSync(join(root, card, 'information'), 'utf8'))?.[1] ?? 'NVIDIA GPU',
    );
    return names.join(', ') || 'NVIDIA GPU';
  } catch {
    return 'NVIDIA GPU';
  }
}
