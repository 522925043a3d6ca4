import { ProblemError } from '../../pipeline/problem.ts';
import type { Layer } from '../../plan/layers.ts';
import { isCut } from '../../plan/needed-layers.ts';

/**
 * A network can go on from one layer where nothing leads past it.
 *
 * @throws ProblemError cut-open
 */
export function assertCut(layers: readonly Layer[], wanted: string, at: string): void {
  if (isCut(layers, wanted, at)) return;
  throw new ProblemError({
    code: 'cut-open',
    message: `What follows ${at} in this network also reads layers before it, so that ${at} alone cannot be exchanged.`,
    found: at,
    fix: 'Take a layer through which everything goes, as a sum or the end of a block.',
  });
}
