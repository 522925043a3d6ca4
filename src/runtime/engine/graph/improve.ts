import type { Graph } from './graph.ts';
import { dropDead } from './passes/drop-dead.ts';
import { dropIdentities } from './passes/drop-identities.ts';
import { foldFrozenNorms } from './passes/fold-frozen-norms.ts';
import { fusedBatchNorm } from './passes/fused-batch-norm.ts';
import { fusedBias, fusedCrossEntropy, fusedRelu, fusedSquareSum } from './passes/fused-small-ops.ts';
import { fusedUpdates } from './passes/fused-updates.ts';
import { hoistInvariants } from './passes/hoist-invariants.ts';
import { plainMatMul } from './passes/plain-mat-mul.ts';
import { shareEqual } from './passes/share-equal.ts';

type Pass = (graph: Graph) => Graph;

/*
 *   recorded ──one op for a group, frozen norms folded──▶ ──copies skipped, equal nodes once──▶ ──unread nodes gone──▶
 *   ──what never changes computed once──▶ loaded
 *
 * Every pass leaves what the graph computes as it is, and can be left out.
 */
const PASSES: readonly Pass[] = [
  fusedBatchNorm,
  foldFrozenNorms,
  fusedBias,
  fusedRelu,
  fusedCrossEntropy,
  fusedSquareSum,
  fusedUpdates,
  plainMatMul,
  dropIdentities,
  shareEqual,
  dropDead,
  hoistInvariants,
  dropDead,
];

/** A recorded graph as it is loaded. */
export const improve = (graph: Graph): Graph => PASSES.reduce((now, pass) => pass(now), graph);
