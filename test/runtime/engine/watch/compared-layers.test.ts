import { describe, expect, it } from 'vitest';
import { comparedLayers } from '../../../../src/runtime/engine/watch/compared-layers.ts';
import { chain, lenetLayers } from '../plans.ts';

describe('the layers that are compared', () => {
  it('are those that compute something on the way to the answer', () => {
    expect(comparedLayers({ layers: lenetLayers() })).toEqual([
      'conv2d-1',
      'activation-2',
      'max-pool-3',
      'conv2d-4',
      'activation-5',
      'max-pool-6',
      'dense-8',
      'activation-9',
      'logits',
    ]);
    const drops = chain([
      { kind: 'flatten' },
      { kind: 'dense', units: 4 },
      { kind: 'dropout', rate: 0.5 },
      { kind: 'dense', units: 10 },
    ]);
    expect(comparedLayers({ layers: drops })).toEqual(['dense-2', 'logits']);
  });

  it('are as many of a deep network as can be read, evenly spread up to its answer', () => {
    const deep = chain(Array.from({ length: 100 }, () => ({ kind: 'dense', units: 4 }) as const));
    const names = comparedLayers({ layers: deep });
    expect(names).toHaveLength(24);
    expect(names.at(-1)).toBe('logits');
    expect(new Set(names).size).toBe(24);
    const places = names.slice(0, -1).map((it) => Number(it.split('-')[1]));
    const steps = places.slice(1).map((it, at) => it - (places[at] ?? 0));
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  });
});
