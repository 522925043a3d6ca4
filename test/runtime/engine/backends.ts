import type { Plan } from '../../../src/plan/plan.ts';
import { startBackend } from '../../../src/runtime/engine/backend/start-backend.ts';
import type { StartMessage } from '../../../src/runtime/link.ts';
import { currentEngine, places } from '../../../src/runtime/places.ts';
import { engineOf } from './plans.ts';

export type Backend = Pick<StartMessage, 'engineFolder'> & { readonly kind: Plan['engine']['kind'] };

const folder = (await currentEngine(places().engines))?.folder;

/** What can train on this machine: plain JavaScript always, TensorFlow where set-up could bring it. */
export const BACKENDS: readonly (readonly [name: string, backend: Backend])[] = [
  ['plain JavaScript', { kind: 'cpu', engineFolder: null }],
  ...(folder === undefined ? [] : ([['TensorFlow', { kind: 'tensorflow', engineFolder: folder }]] as const)),
];

/** Sets tfjs to a backend, for tests that call parts of the engine by themselves. */
export const use = ({ kind, engineFolder }: Backend): Promise<unknown> =>
  startBackend(engineOf(kind), engineFolder, () => undefined);
