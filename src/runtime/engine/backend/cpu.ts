import * as tf from '@tensorflow/tfjs';
import type { StartedEngine } from './started-engine.ts';

/** tfjs's plain JavaScript kernels: always there, and slow. */
export async function startCpu(): Promise<StartedEngine> {
  // Without it tfjs writes advertisements for its other packages to the standard error.
  tf.enableProdMode();
  await tf.setBackend('cpu');
  return {
    info: { kind: 'cpu', device: 'plain JavaScript', version: tf.version.tfjs },
    graphs: null,
    card: 0,
  };
}
