import type { Graph } from './graph.ts';
import { dropDead } from './passes/drop-dead.ts';
import { dropIdentities } from './passes/drop-identities.ts';
import { fusedBatchNorm } from './passes/fused-batch-norm.ts';
import { fusedBias, fusedCrossEntropy, fusedRelu } from './passes/fused-small-ops.ts';
import { fusedUpdates } from './passes/fused-updates.ts';
import { shareEqual } from './passes/share-equal.ts';

type Pass = (graph: Graph) => Graph;

/*
 *   recorded ──one op for a group──▶ ──copies skipped, equal nodes once──▶ ──unread nodes gone──▶ loaded
 *
 * Every pass leaves what the graph computes as it is, and can be left out.
 */
const PASSES: readonly Pass[] = [
  fusedBatchNorm,
  fusedBias,
  fusedRelu,
  fusedCrossEntropy,
  fusedUpdates,
  dropIdentities,
  shareEqual,
  dropDead,
];

/** A recorded graph as it is loaded. */
export const improve = (graph: Graph): Graph => PASSES.reduce((now, pass) => pass(now), graph);
