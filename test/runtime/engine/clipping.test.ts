import { beforeAll, describe, expect, test } from 'vitest';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { BACKENDS, use } from './backends.ts';
import { inner, noise, oneStep } from './one-step.ts';
import { mlpLayers, network } from './plans.ts';

const of = network('network-1', mlpLayers(6));
const weights = freshWeights(of, 1, 'start');
const batch = noise([8, 8, 1], 16, 10);

describe.each(BACKENDS)('%s', (_, backend) => {
  beforeAll(() => use(backend));
  const step = (clip: number | null) => oneStep(of, weights, batch, { clip });

  test('the norm that is told is that of all weights together, before clipping', () => {
    const { result, gradient } = step(null);
    expect(result.gradientNorm).toBeCloseTo(Math.sqrt(inner(gradient, gradient)), 4);
    expect(step(0.1).result.gradientNorm).toBe(result.gradientNorm);
  });

  test('a gradient that is too long is cut to the limit and keeps its direction', () => {
    const { gradient, result } = step(null);
    const limit = result.gradientNorm / 3;
    const clipped = step(limit).gradient;
    expect(Math.sqrt(inner(clipped, clipped))).toBeCloseTo(limit, 4);
    const cosine = inner(clipped, gradient) / Math.sqrt(inner(clipped, clipped) * inner(gradient, gradient));
    expect(cosine).toBeCloseTo(1, 5);
  });

  test('a gradient that is short enough is left as it is, to the bit', () => {
    const { result, after } = step(null);
    expect(step(2 * result.gradientNorm).after).toEqual(after);
  });
});
