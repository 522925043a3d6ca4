import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Draws a shallow layer, as a projector maps it, to a deep one, which is taken as it is.
 *
 * L = (1/m) Σ (p − sg(f))², m the number of entries of the batch
 *
 * - `shallow` p, `deep` f: [n, …s], any real numbers
 *
 * The deep layer is a teacher's or the student's own: no gradient of this loss goes into it either way, or the deep layer would
 * come down to the shallow one. Zhang et al. 2019 teach a network's stages by its last one so.
 */
export const deepToShallow = defineOp({
  name: 'loss.deep-to-shallow',
  args: z.strictObject({}),
  inputs: { shallow: ['n', '...s'], deep: ['n', '...s'] },
  gradient: ['shallow'],
  stopped: ['deep'],
  run: (k, { shallow, deep }) => k.mean(k.square(k.sub(shallow, k.stopGradient(deep)))),
});
