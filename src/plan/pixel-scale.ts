import type { TransformStep } from './plan.ts';

/** A byte b becomes b · by + add: all steps but the shift look at one pixel alone and are straight lines. */
export type PixelScale = { readonly by: number; readonly add: number };

/** Both as float32, so that every engine computes the same numbers. */
export function pixelScale(steps: readonly TransformStep[]): PixelScale {
  let [by, add] = [1, 0];
  for (const step of steps) {
    if (step.kind === 'scale') [by, add] = [by * step.by, add * step.by + step.add];
    if (step.kind === 'normalise') [by, add] = [by / step.deviation, (add - step.mean) / step.deviation];
  }
  return { by: Math.fround(by), add: Math.fround(add) };
}

/** What a network is shown of the darkest and of the brightest byte, the lesser first: between them lies every pixel. */
export function pixelRange(steps: readonly TransformStep[]): {
  readonly least: number;
  readonly most: number;
} {
  const { by, add } = pixelScale(steps);
  const ends = [add, Math.fround(Math.fround(255 * by) + add)];
  return { least: Math.min(...ends), most: Math.max(...ends) };
}
