import { z } from 'zod';
import { defineStart, type Weighted } from '../../../plan/start.ts';
import { copiedWeights, LayerPair } from '../../network/copied-layers/op.ts';

/**
 * A network that is made of several others holds the weights of each, bit for bit, running statistics included.
 *
 * - `parts`: one a source, in the order of the sources: pairs of ids, this network's and that source's, of equal layers
 *
 * What no part names begins anew.
 */
export const startJoined = defineStart({
  name: 'start.joined',
  args: z.strictObject({ parts: z.array(z.array(LayerPair)).min(1) }),
  weights: ({ network, from, fresh }, { parts }) =>
    new Map([
      ...fresh(),
      ...parts.flatMap((pairs, at) => [...copiedWeights(network, from[at] as Weighted, pairs, 'equal')]),
    ]),
});
