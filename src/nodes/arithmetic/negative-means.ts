import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

type Tensor = tfc.Tensor;

/** Where 0.1 % of a normal distribution lies below zero: its mean in deviations. */
const RARELY_NEGATIVE = 3.090232306167813;
/** In deviations; beyond it every probability is 0 or 1 in float32. */
const FAR = 40;
/** Stands for no deviation at all. */
const LEAST = 1e-12;

/** Of erfc(x) = t · exp(−x² + Σ aᵢ tⁱ), t = 1/(1 + x/2), x ≥ 0, to 1.2·10⁻⁷ of its size (Press et al., Numerical recipes). */
const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/**
 * What a channel behind a batch normalization is on average where it is below zero, as a normal distribution around β with
 * the deviation |γ| has it: m = β − |γ| · φ(z)/Φ(−z), z = β/|γ|. Where less than 0.1 % of it is below zero, −3|γ|.
 *
 * @param norm γ and β of each channel, one after the other, [2c]
 * @returns [c], not above zero
 */
export function expectedNegative(k: Kernel, norm: Tensor): Tensor {
  const [gamma, beta] = k.split(norm, 2) as [Tensor, Tensor];
  const deviation = k.maximum(k.abs(gamma), k.scalar(LEAST));
  const z = k.clipByValue(k.div(beta, deviation), -FAR, FAR);
  const usual = k.sub(beta, k.mul(deviation, density(k, z)));
  return k.where(k.greaterEqual(z, k.scalar(RARELY_NEGATIVE)), k.mul(deviation, k.scalar(-3)), usual);
}

/** φ(z)/Φ(−z): by erfc, since Φ(−z) as 1 + erf would have few digits left where it is small. */
function density(k: Kernel, z: Tensor): Tensor {
  const t = k.reciprocal(k.add(k.mul(k.abs(z), k.scalar(Math.SQRT1_2 / 2)), k.scalar(1)));
  const series = ERFC.toReversed().reduce<Tensor>(
    (sum, it) => k.add(k.mul(sum, t), k.scalar(it)),
    k.zerosLike(t),
  );
  /** erfc(|z|/√2) · exp(z²/2), so that the exponential cancels above zero. */
  const tail = k.mul(t, k.exp(series));
  const bell = k.exp(k.mul(k.square(z), k.scalar(-0.5)));
  const above = k.div(k.scalar(Math.sqrt(2 / Math.PI)), tail);
  const rest = k.sub(k.scalar(1), k.mul(k.mul(tail, bell), k.scalar(0.5)));
  const below = k.div(k.mul(bell, k.scalar(1 / Math.sqrt(2 * Math.PI))), rest);
  return k.where(k.greater(z, k.scalar(0)), above, below);
}

/** The mean of what is below zero in each channel of the batch, [c]; 0 where nothing is. */
export function meanNegative(k: Kernel, teacher: Tensor): Tensor {
  const below = k.cast(k.less(teacher, k.scalar(0)), 'float32');
  const axes = teacher.shape.slice(0, -1).map((_, axis) => axis);
  const count = k.maximum(k.sum(below, axes), k.scalar(1));
  return k.div(k.sum(k.mul(below, teacher), axes), count);
}
