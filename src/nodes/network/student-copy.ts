import { ProblemError } from '../../pipeline/problem.ts';
import type { Lowered, PlanBuilder } from '../../plan/builder.ts';
import type { Network } from '../../plan/plan.ts';
import { startCopy } from './copied-layers/op.ts';

type Wired = Extract<Lowered, { kind: 'tensor' | 'data' }>;

/**
 * The network that a wire into the port `student` comes from, and what it reads.
 *
 * @param wanted what is asked of it, as a sentence begins
 * @throws ProblemError no-network
 */
export function studentOf(
  plan: PlanBuilder,
  wired: Wired,
  wanted: string,
): { readonly network: Network; readonly source: string } {
  const tapped = plan.tapped(plan.tensor(wired));
  if (tapped) return { network: plan.networkOf(tapped.network), source: tapped.source };
  throw new ProblemError({
    code: 'no-network',
    port: 'student',
    message: `${wanted} is asked for, and this wire comes from no network.`,
    fix: "Wire the student's own logits into it.",
  });
}

/** A frozen network that begins as a student begins: its weights, layer by layer. */
export function copyOfStart(
  plan: PlanBuilder,
  { id, shares: _, ...student }: Network,
  stream: string,
): string {
  return plan.network({
    ...student,
    role: 'teacher',
    start: {
      kind: 'derived',
      op: startCopy.name,
      args: { layers: student.layers.map((it) => ({ to: it.id, from: it.id })), channels: 'equal' },
      from: [id],
      stream,
    },
  });
}
