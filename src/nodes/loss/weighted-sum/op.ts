import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/** The scalars of a sum, in order. */
export const ROLES = ['first', 'second', 'third', 'fourth'] as const;

/**
 * Σₖ wₖ · Lₖ over one to four scalars.
 *
 * - `first` … `fourth`: scalars; the later three may be left out
 * - `weights`: one for each scalar that is given, in order; any real number
 */
export const weightedSum = defineOp({
  name: 'loss.weighted-sum',
  args: z.strictObject({ weights: z.array(z.number()).min(1).max(4) }),
  inputs: { first: [], second: [], third: [], fourth: [] },
  optional: ['first', 'second', 'third', 'fourth'],
  gradient: ROLES,
  run: (k, inputs, { weights }) => {
    const given = ROLES.map((role) => inputs[role]).filter((it) => it !== undefined);
    return k.addN(given.map((it, at) => k.mul(it, k.scalar(weights[at] ?? 0))));
  },
});
