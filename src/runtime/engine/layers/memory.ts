import * as tf from '@tensorflow/tfjs';
import { stopGradient } from '../stop-gradient.ts';
import { gathered } from '../table-rows.ts';
import type { LayerRun } from './layer-run.ts';

/** Stands for a pair that does not count. */
const OUT = -1e9;

export const memory: LayerRun<'memory'> = ({ layer, x, weight, learning }) => {
  const { id, examples, width, negatives, keep, temperature } = layer;
  const [query, own, told] = tf.split(x, [width, width, 2], 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [kinds, numbers] = tf.split(stopGradient(told), 2, 1) as [tf.Tensor, tf.Tensor];
  const n = x.shape[0] as number;
  const at = tf.cast(tf.reshape(numbers, [n]), 'int32');
  // 0 is of no class: of a row that nothing was written to.
  const classes = tf.add(kinds, tf.scalar(1));
  const share = learning
    ? learning.random(`${learning.stream}/${id}`, [negatives])
    : tf.range(0, negatives).div(tf.scalar(negatives));
  const drawn = tf.cast(
    tf.minimum(tf.floor(tf.mul(share, tf.scalar(examples))), tf.scalar(examples - 1)),
    'int32',
  );
  const mine = gathered(weight('rows'), at);
  const others = gathered(weight('rows'), drawn);
  const theirs = tf.reshape(gathered(weight('classes'), drawn), [1, negatives]);
  const scale = tf.scalar(1 / temperature);
  const likeMine = tf.mul(tf.sum(tf.mul(query, mine), 1, true), scale);
  const likeOthers = tf.mul(tf.matMul(query as tf.Tensor2D, others as tf.Tensor2D, false, true), scale);
  const isNone = tf.logicalOr(
    tf.equal(theirs, classes),
    tf.equal(tf.cast(tf.reshape(drawn, [1, negatives]), 'float32'), numbers),
  );
  const likes = stopGradient(tf.concat([likeMine, likeOthers], 1));
  const first = tf.sub(tf.logSumExp(likes), tf.scalar(Math.log(n * (1 + negatives))));
  const usual = tf.where(
    tf.greater(weight('started'), tf.scalar(0)),
    weight('usual'),
    tf.reshape(first, [1]),
  );
  learning?.statistics.set(id, {
    momentum: 1,
    values: {},
    exact: {
      rows: written(weight('rows'), at, mine, nearer(mine, stopGradient(own), keep)),
      classes: written(weight('classes'), at, gathered(weight('classes'), at), classes),
      started: tf.keep(tf.onesLike(weight('started'))),
      usual: tf.keep(tf.clone(usual)),
    },
  });
  const beside = tf.sub(likeOthers, usual);
  return tf.concat([tf.sub(likeMine, usual), tf.where(isNone, tf.fill(beside.shape, OUT), beside)], 1);
};

/** keep · v + (1 − keep) · own, at length 1; what cancels to nothing stays nothing. */
function nearer(rows: tf.Tensor, own: tf.Tensor, keep: number): tf.Tensor {
  const mixed = tf.add(tf.mul(rows, tf.scalar(keep)), tf.mul(own, tf.scalar(1 - keep)));
  return tf.div(mixed, tf.sqrt(tf.maximum(tf.sum(tf.square(mixed), 1, true), tf.scalar(1e-24))));
}

/** A table in which some rows, each at most once, are others now. */
function written(table: tf.Tensor, at: tf.Tensor, before: tf.Tensor, after: tf.Tensor): tf.Tensor {
  const places = tf.reshape(at, [at.size, 1]);
  const change = tf.scatterND(places as tf.Tensor2D, tf.sub(after, before), table.shape as [number, number]);
  return tf.keep(tf.add(table, change));
}
