import { z } from 'zod';
import { defineLayer, type Weight } from './define-layer.ts';
import { image, size } from './shapes.ts';

/** The weight that holds the running mean of the gates [c], where there is one. */
export const MEAN_GATE = 'mean-gate';

/**
 * Gates, one a channel: a = σ((relu(mean(m·F) · R + r) + relu(max(m·F) · R + r)) · E + e), mean and maximum over all
 * pixels: [h, w, c] → [c], in (0, 1) (Woo et al., CBAM, 2018; e is counted once). `scale-channels` multiplies by them.
 *
 * With `select` there are the gates' running mean and the mask m, ones at first. From the part `after` of a stage's
 * steps on, m keeps the ⌈share · c⌉ channels with the largest mean gates, less those below `least`; once set it stays.
 * A masked channel is out of F before the gates see it, and its own gate is 0: nothing depends on it any more, so that
 * a saved model can do without it.
 *
 * With `tracks`, a momentum, and nothing to select, there is the running mean alone, ones at first: a channel counts as closed
 * once it was seen to be, and others can be told of it (`channel-mask`).
 */
export const channelAttention = defineLayer({
  kind: 'channel-attention',
  options: {
    /** Units between; R is [c, hidden], E is [hidden, c]. */
    hidden: size,
    /** Null where all channels stay. */
    select: z
      .strictObject({
        /** Share of the channels that stays. */
        share: z.number().gt(0).max(1),
        /** A channel whose mean gate is below goes as well; the best one always stays. */
        least: z.number().min(0).max(1),
        /** Part of the steps before the mask is set, 0 … 1. */
        after: z.number().min(0).max(1),
        /** Of the running mean. */
        momentum: z.number().min(0).lt(1),
      })
      .nullable(),
    tracks: z.number().min(0).lt(1).optional(),
  },
  shape: (layer, [shape]) => {
    const channels = image(layer, shape)[2];
    const { hidden, select, tracks } = layer;
    const mean = (start: 'zeros' | 'ones'): Weight => ({
      name: MEAN_GATE,
      shape: [channels],
      start,
      trained: false,
      axes: ['out'],
    });
    const selecting: Weight[] = [
      mean('zeros'),
      { name: 'mask', shape: [channels], start: 'ones', trained: false, axes: ['out'] },
    ];
    const followed = tracks === undefined ? [] : [mean('ones')];
    return {
      output: [channels],
      weights: [
        { name: 'reduce-kernel', shape: [channels, hidden], start: 'he', trained: true, axes: ['out', null] },
        { name: 'reduce-bias', shape: [hidden], start: 'zeros', trained: true },
        {
          name: 'expand-kernel',
          shape: [hidden, channels],
          start: 'glorot',
          trained: true,
          axes: [null, 'out'],
        },
        { name: 'expand-bias', shape: [channels], start: 'zeros', trained: true, axes: ['out'] },
        ...(select ? selecting : followed),
      ],
      multiplyAdds: 3 * channels * hidden,
    };
  },
  channels: { kind: 'gates', mask: 'mask', unmasked: (layer) => ({ ...layer, select: null }) },
});

/** ⌈share · channels⌉, where 0.55 · 20 is 11 in spite of its rounding. */
export const keptCount = (share: number, channels: number): number => Math.ceil(share * channels - 1e-9);
