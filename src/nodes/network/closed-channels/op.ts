import { z } from 'zod';
import { isMask, unmaskedName } from '../../../plan/channel-masks.ts';
import { MEAN_GATE } from '../../../plan/layers/channel-attention.ts';
import { defineStart, StartRefusal, type Weighted } from '../../../plan/start.ts';

/**
 * A network begins with the weights of another one, and masks the channels of some of its layers that gates closed:
 *
 *     mₖ = 1 where max over the gates g of the layer of ḡₖ ≥ limit, else 0
 *
 * ḡ [c] is the running mean of a channel attention's gates, of another network, in (0, 1). What was masked before stays so.
 *
 * - `masks`: the layers, which are masks of this network, and which gates each goes by: at that place among the networks that
 *   it begins from, the attention of that name
 * - `limit`: below it a channel is closed, 0 … 1
 *
 * Refused where a layer would be left without a channel. Where gates were pressed that hard, a small one no longer says that its
 * channel is of no use.
 */
export const startClosed = defineStart({
  name: 'start.closed-channels',
  args: z.strictObject({
    masks: z
      .array(
        z.strictObject({
          layer: z.string(),
          gates: z.array(z.strictObject({ from: z.int().positive(), layer: z.string() })).min(1),
        }),
      )
      .min(1),
    limit: z.number().min(0).max(1),
  }),
  weights: ({ network, from }, { masks, limit }) => {
    const [source] = from as [Weighted];
    const made = new Map<string, Float32Array>();
    const layers = network.layers.filter((it) => !isMask(it));
    const whole = new Map(layers.map(({ id }) => [unmaskedName(network.layers, id), id]));
    for (const [name, values] of source.weights) {
      const at = name.lastIndexOf('/');
      const layer = name.slice(0, at);
      // A mask of the source has the name that it has here.
      const own = source.layers.some((it) => it.id === layer && isMask(it)) ? layer : whole.get(layer);
      made.set(`${own ?? layer}${name.slice(at)}`, values.slice());
    }
    for (const { layer, gates } of masks) {
      const means = gates.map((it) => from[it.from]?.weights.get(`${it.layer}/${MEAN_GATE}`) ?? []);
      const before = source.weights.get(`${layer}/mask`);
      const mask = Float32Array.from(means[0] ?? [], (_, channel) => {
        const open = means.some((it) => (it[channel] as number) >= limit);
        return open ? (before?.[channel] ?? 1) : 0;
      });
      if (!mask.includes(1))
        throw new StartRefusal({
          code: 'channels-all-closed',
          message: `All ${mask.length} channels of ${layer} are closed: no mean gate reaches ${limit}, and nothing would come through.`,
          fix: 'Lower the gate pressure of the HINT, or the limit of Closed channels.',
        });
      made.set(`${layer}/mask`, mask);
    }
    return made;
  },
});
