import * as tf from '@tensorflow/tfjs';
import { keptCount, MEAN_GATE } from '../../../plan/layers/channel-attention.ts';
import type { Layer } from '../../../plan/layers.ts';
import { biasAdd, relu } from '../fused-ops.ts';
import type { LayerRun, Learning } from './layer-run.ts';

export const channelAttention: LayerRun<'channel-attention'> = ({ layer, x, weight, learning }) => {
  const { select, tracks } = layer;
  const mask = select && maskNow(select, weight, learning);
  const seen = mask ? tf.mul(x, mask) : x;
  const squeezed = [tf.mean(seen, [1, 2]), tf.max(seen, [1, 2])].map((it) =>
    relu(biasAdd(tf.matMul(it, weight('reduce-kernel')), weight('reduce-bias'))),
  ) as [tf.Tensor, tf.Tensor];
  const summed = tf.matMul(tf.add(...squeezed), weight('expand-kernel'));
  const gates = tf.sigmoid(biasAdd(summed, weight('expand-bias')));
  if (!mask) {
    if (tracks !== undefined)
      learning?.statistics.set(layer.id, {
        momentum: tracks,
        values: { [MEAN_GATE]: tf.keep(tf.mean(gates, 0)) },
      });
    return gates;
  }
  learning?.statistics.set(layer.id, {
    momentum: select.momentum,
    values: { [MEAN_GATE]: tf.keep(tf.mean(gates, 0)) },
    exact: { mask: tf.keep(tf.clone(mask)) },
  });
  return tf.mul(gates, mask);
};

type Select = NonNullable<Extract<Layer, { kind: 'channel-attention' }>['select']>;

/** 1 for channels that stay, 0 for the others; [c]. */
function maskNow(
  { share, least, after }: Select,
  weight: (name: string) => tf.Tensor,
  learning: Learning | null,
): tf.Tensor {
  const mask = weight('mask');
  if (!learning) return mask;
  const kept = keptChannels(weight(MEAN_GATE), share, least);
  // A mask that leaves something out was set before, in this stage or in one before it.
  const isDue = tf.logicalAnd(
    tf.greaterEqual(learning.progress(), tf.scalar(after)),
    tf.greater(tf.min(mask), tf.scalar(0)),
  );
  return tf.where(isDue, kept, mask);
}

/**
 * Which channels are among the ⌈share · c⌉ largest and not below `least`; of equals the first.
 *
 * Ranks are counted, since sorting is no op of all engines: rankᵢ = #{j: gⱼ > gᵢ} + #{j < i: gⱼ = gᵢ}.
 *
 * @param gates [c]
 * @returns 1 or 0, [c]; the largest is always kept
 */
function keptChannels(gates: tf.Tensor, share: number, least: number): tf.Tensor {
  const channels = gates.size;
  const own = tf.reshape(gates, [channels, 1]);
  const other = tf.reshape(gates, [1, channels]);
  const places = tf.tensor1d(Array.from({ length: channels }, (_, at) => at));
  const before = tf.less(tf.reshape(places, [1, channels]), tf.reshape(places, [channels, 1]));
  const ahead = tf.logicalOr(tf.greater(other, own), tf.logicalAnd(tf.equal(other, own), before));
  const rank = tf.sum(tf.cast(ahead, 'float32'), 1);
  const isLarge = tf.logicalAnd(
    tf.less(rank, tf.scalar(keptCount(share, channels))),
    tf.logicalOr(tf.greaterEqual(gates, tf.scalar(least)), tf.equal(rank, tf.scalar(0))),
  );
  return tf.cast(isLarge, 'float32');
}
