import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/** Below it a probability counts as this: p · log p is 0 there either way. */
const LEAST = 1e-30;

/**
 * What a generator makes images of: z [n, size], independent draws from the normal distribution, new ones at each step.
 *
 * z = √(−2 ln(1 − u)) · cos(2πv), u and v uniform in 0 … 1 (Box and Muller 1958).
 *
 * - `like` [n, …]: how many are drawn. Its values are not looked at.
 * - `stream`: name of the random stream
 */
export const noise = defineOp({
  name: 'generator.noise',
  args: z.strictObject({ size: z.int().positive(), stream: z.string() }),
  inputs: { like: ['n', '...x'] },
  gradient: [],
  output: ['n', 'size'],
  run: (k, { like }, { size, stream }) => {
    const shape = [like.shape[0] as number, size];
    const [u, v] = ['radius', 'angle'].map((it) => k.random(`${stream}/${it}`, shape));
    if (!u || !v) throw new Error('Two draws make one');
    const radius = k.sqrt(k.mul(k.log(k.sub(k.scalar(1), u)), k.scalar(-2)));
    return k.mul(radius, k.cos(k.mul(v, k.scalar(2 * Math.PI))));
  },
});

/**
 * Any numbers as pixels: least + (most − least) · σ(x), between the darkest and the brightest that a network is shown.
 *
 * - `x` [n, …], any real numbers; `least` < `most` in the network's scale
 */
export const pixels = defineOp({
  name: 'generator.pixels',
  args: z.strictObject({ least: z.number(), most: z.number() }),
  inputs: { x: ['n', '...x'] },
  gradient: ['x'],
  output: ['n', '...x'],
  run: (k, { x }, { least, most }) => k.add(k.mul(k.sigmoid(x), k.scalar(most - least)), k.scalar(least)),
});

/** The same values, from which nobody behind them learns: what a student is shown of a generator. `x` [n, …]. */
export const held = defineOp({
  name: 'generator.held',
  args: z.strictObject({}),
  inputs: { x: ['n', '...x'] },
  gradient: [],
  stopped: ['x'],
  output: ['n', '...x'],
  run: (k, { x }) => k.stopGradient(x),
});

/**
 * How unsure a teacher is of what it is shown: L = −(1/n) Σᵢ log softmax(zᵢ)ⱼ, j = argmax zᵢ, its cross-entropy under the class
 * that it says itself, in nats; the first one where several are equal.
 *
 * - `teacher` z [n, c]; the gradient reaches the images through it
 *
 * Source: Chen et al.: DAFL (2019), arXiv:1904.01186, the one-hot loss.
 */
export const oneHot = defineOp({
  name: 'loss.one-hot',
  args: z.strictObject({}),
  inputs: { teacher: ['n', 'c'] },
  gradient: ['teacher'],
  part: 'one class each',
  run: (k, { teacher }) => {
    const said = k.oneHot(k.argMax(teacher, 1) as tfc.Tensor1D, teacher.shape[1] as number);
    return k.mean(k.softmaxCrossEntropy(teacher, k.cast(said, 'float32')));
  },
});

/**
 * How far the classes of a batch are from being equally many: L = Σⱼ p̄ⱼ log₁₀ p̄ⱼ, p̄ = (1/n) Σᵢ softmax(zᵢ); −log₁₀ c where
 * they are, 0 where all are of one.
 *
 * - `teacher` z [n, c]
 *
 * Source: Chen et al.: DAFL (2019), arXiv:1904.01186, the information entropy loss; the base of the logarithm is its code's.
 */
export const classBalance = defineOp({
  name: 'loss.class-balance',
  args: z.strictObject({}),
  inputs: { teacher: ['n', 'c'] },
  gradient: ['teacher'],
  part: 'all classes',
  run: (k, { teacher }) => {
    const share = k.mean(k.softmax(teacher), 0);
    const logs = k.mul(k.log(k.maximum(share, k.scalar(LEAST))), k.scalar(1 / Math.LN10));
    return k.sum(k.mul(share, logs));
  },
});

/**
 * How little a teacher's layer responds: L = −mean |f|. Images of the kind that it was trained on excite it.
 *
 * - `teacher` f [n, …]
 *
 * Source: Chen et al.: DAFL (2019), arXiv:1904.01186, the activation loss.
 */
export const activity = defineOp({
  name: 'loss.activity',
  args: z.strictObject({}),
  inputs: { teacher: ['n', '...f'] },
  gradient: ['teacher'],
  part: 'response',
  // The slope of |f| by itself is none at 0, where rectified units stand.
  run: (k, { teacher }) => k.neg(k.mean(k.mul(teacher, k.stopGradient(k.sign(teacher))))),
});
