import * as tf from '@tensorflow/tfjs';
import type { EngineInfo } from '../../../plan/events.ts';

/** tfjs's plain JavaScript kernels: always there, and slow. */
export async function startCpu(): Promise<EngineInfo> {
  // Without it tfjs writes advertisements for its other packages to the standard error.
  tf.enableProdMode();
  await tf.setBackend('cpu');
  return { kind: 'cpu', device: 'plain JavaScript', version: tf.version.tfjs };
}
