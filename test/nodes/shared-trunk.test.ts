import { describe, expect, test } from 'vitest';
import { sharedTrunk } from '../../src/nodes/network/shared-trunk/node.ts';
import { trunkOf } from '../../src/nodes/network/shared-trunk/trunk.ts';
import type { Layer } from '../../src/plan/layers.ts';
import { lenetLayers, mlpLayers } from '../runtime/engine/plans.ts';
import { INPUT, resnetLayers } from './weighted-network.ts';

const trunk = (layers: Layer[], own: number, norms: 'own' | 'shared' = 'own') =>
  trunkOf({ layers, input: INPUT }, 3, { own, norms });

describe('a shared trunk', () => {
  test('is all layers with weights but the last ones, under logits for other classes', () => {
    const layers = mlpLayers(6, 5);
    expect(trunk(layers, 1).shared).toEqual(['dense-2', 'dense-4']);
    expect(trunk(layers, 2).shared).toEqual(['dense-2']);
    expect(trunk(layers, 1).layers).toEqual([...layers.slice(0, -1), { ...layers.at(-1), units: 3 }]);
  });

  test('leaves each student its own normalizations, unless they are to be shared', () => {
    const layers = resnetLayers(1, 4);
    const kinds = (ids: readonly string[]) =>
      new Set(layers.filter((it) => ids.includes(it.id)).map((it) => it.kind));
    expect(kinds(trunk(layers, 1).shared)).toEqual(new Set(['conv2d']));
    expect(kinds(trunk(layers, 1, 'shared').shared)).toEqual(new Set(['conv2d', 'batch-norm']));
  });

  test('is refused where nothing is left to share, or the student ends in no dense layer', () => {
    expect(() => trunk(mlpLayers(6), 2)).toThrow(/none is left to share/);
    expect(() => trunk(lenetLayers(2, 3, 8).slice(0, -1), 1)).toThrow(/and not in a dense layer/);
  });

  test('tells layers and cost on inputs of the other student’s shape, and refuses others by it', () => {
    const model = { kind: 'model' as const, shape: INPUT, classes: 10, architecture: mlpLayers(6) };
    const student = { kind: 'activation' as const, dims: ['n' as const, 10], gradient: true, model };
    const params = sharedTrunk.params.parse({});
    const network = sharedTrunk.infer?.({ params, inputs: { student } })?.outputs?.network;
    if (network?.kind !== 'network') expect.fail('no network');
    expect(network.measure(INPUT, 3)).toMatchObject({ parameters: 144 * 6 + 6 + 6 * 3 + 3 });
    expect(network.measure([8, 8, 1], 3)).toMatchObject({ refusal: expect.stringMatching(/12×12×1/) });
  });
});
