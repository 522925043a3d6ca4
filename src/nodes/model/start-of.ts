import type { NetworkBeginning } from '../../plan/builder.ts';
import type { Network } from '../../plan/plan.ts';

/** How a network begins: from others where its architecture came with weights, else anew. */
export const startOf = (beginning: NetworkBeginning | undefined, stream: string): Network['start'] =>
  beginning ? { kind: 'derived', ...beginning.start, stream } : { kind: 'fresh', stream };
