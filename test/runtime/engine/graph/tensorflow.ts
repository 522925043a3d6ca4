import { startBackend } from '../../../../src/runtime/engine/backend/start-backend.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { BACKENDS } from '../backends.ts';
import { engineOf } from '../plans.ts';

const backend = BACKENDS.find(([, it]) => it.kind === 'tensorflow')?.[1];

export const engineFolder = backend?.engineFolder ?? null;

/** Whether set-up could bring TensorFlow, the one engine that compiles. */
export const compiles = backend !== undefined;

/** Makes TensorFlow tfjs's backend. */
export async function graphEngine(): Promise<GraphEngine> {
  const { graphs } = await startBackend(engineOf('tensorflow'), engineFolder, () => undefined);
  if (!graphs) throw new Error('TensorFlow is set up, and compiles nothing.');
  return graphs;
}
