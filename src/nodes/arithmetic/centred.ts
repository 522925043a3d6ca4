import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

/** Below this share of its own size, squared, what a row varies by is float32's rounding. */
const ROUNDING = 1e-12;

export type Centred = {
  /** x less its mean along the axis. */
  readonly values: tfc.Tensor;
  /** Σ values² along the axis, kept; 1 where x is constant, so that a root has a slope. */
  readonly squares: tfc.Tensor;
  /** 1 where x varies along the axis, 0 where it is constant up to rounding. */
  readonly varies: tfc.Tensor;
};

/** What is needed to scale a row by its own deviation. Constant rows have none; whoever scales multiplies by `varies`. */
export function centred(k: Kernel, x: tfc.Tensor, axis: number): Centred {
  const once = k.sub(x, k.mean(x, axis, true));
  // Twice: the first mean is rounded by the size of x, which may be far above what x varies by.
  const values = k.sub(once, k.mean(once, axis, true));
  const squares = k.sum(k.square(values), axis, true);
  const rounding = k.mul(k.sum(k.square(k.stopGradient(x)), axis, true), k.scalar(ROUNDING));
  const differs = k.greater(k.stopGradient(squares), rounding);
  return {
    values,
    squares: k.where(differs, squares, k.onesLike(squares)),
    varies: k.cast(differs, 'float32'),
  };
}
