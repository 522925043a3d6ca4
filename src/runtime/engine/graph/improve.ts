import type { Precision } from '../../../plan/plan.ts';
import type { Graph } from './graph.ts';
import type { Improve } from './graph-engine.ts';
import { bfloat16 } from './passes/bfloat16.ts';
import { biasBeforePool } from './passes/bias-before-pool.ts';
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
 *   ──products in bfloat16, where the plan says so──▶ ──what never changes computed once──▶ loaded
 *
 * Every pass but that to bfloat16 leaves what the graph computes as it is, and can be left out.
 */
const passesFor = (precision: Precision): readonly Pass[] => [
  fusedBatchNorm,
  foldFrozenNorms,
  fusedBias,
  biasBeforePool,
  fusedRelu,
  fusedCrossEntropy,
  fusedSquareSum,
  fusedUpdates,
  plainMatMul,
  dropIdentities,
  shareEqual,
  dropDead,
  ...(precision === 'bfloat16' ? [bfloat16] : []),
  hoistInvariants,
  dropDead,
];

/** A recorded graph as it is loaded. */
export const improve: Improve = (graph, precision) =>
  passesFor(precision).reduce((now, pass) => pass(now), graph);
