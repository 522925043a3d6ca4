import { describe, expect, test } from 'vitest';
import { startClosed } from '../../src/nodes/network/closed-channels/op.ts';

describe('closed channels', () => {
  const weights = (values: Record<string, number[]>) =>
    new Map(Object.entries(values).map(([name, it]) => [name, Float32Array.from(it)]));
  const mask = (means: number[][], before?: number[]) => {
    const layers = [
      {
        id: 'maps.whole',
        kind: 'conv2d',
        filters: 3,
        kernel: 1,
        stride: 1,
        padding: 'same',
        bias: true,
        from: ['input'],
      },
      { id: 'maps', kind: 'channel-mask', from: ['maps.whole'] },
    ] as const;
    const built = (of: readonly object[]) => ({ layers: of as never, input: [4, 4, 1] });
    const source = before
      ? { ...built(layers), weights: weights({ 'maps.whole/bias': [1, 2, 3], 'maps/mask': before }) }
      : { ...built([{ ...layers[0], id: 'maps' }]), weights: weights({ 'maps/bias': [1, 2, 3] }) };
    const regressors = means.map((it) => ({ ...built([]), weights: weights({ 'gates/mean-gate': it }) }));
    return startClosed.weights(
      {
        network: built(layers),
        from: [source, ...regressors],
        fresh: () => new Map(),
        draw: () => expect.fail('nothing is drawn'),
      },
      {
        masks: [{ layer: 'maps', gates: means.map((_, at) => ({ from: at + 1, layer: 'gates' })) }],
        limit: 0.1,
      },
    );
  };

  test('are those whose mean gate is below the limit, and the weights are the source’s', () => {
    const made = mask([[0.09, 0.1, 0.5].map(Math.fround)]);
    expect(made.get('maps/mask')).toEqual(Float32Array.of(0, 1, 1));
    expect(made.get('maps.whole/bias')).toEqual(Float32Array.of(1, 2, 3));
    expect([...made.keys()].sort()).toEqual(['maps.whole/bias', 'maps/mask']);
  });

  test('are closed by every gate that stands on the layer, and stay closed', () => {
    expect(
      mask([
        [0, 0, 1],
        [0, 1, 1],
      ]).get('maps/mask'),
    ).toEqual(Float32Array.of(0, 1, 1));
    expect(mask([[1, 1, 1]], [1, 0, 1]).get('maps/mask')).toEqual(Float32Array.of(1, 0, 1));
  });

  test('are refused where none would be left', () => {
    expect(() => mask([[0, 0, 0]])).toThrow(/All 3 channels of maps are closed/);
  });
});
