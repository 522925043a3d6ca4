import { describe, expect, test } from 'vitest';
import type { PlanBuilder } from '../../src/plan/builder.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { definitions } from '../../src/runtime/compile/compile.ts';

function layersOf(type: string, params: Record<string, unknown>, input: number[], classes: number): Layer[] {
  const definition = definitions.get(type);
  if (!definition) throw new Error(type);
  const lowered = definition.lower({
    params: definition.params.parse(params),
    inputs: {},
    plan: {} as PlanBuilder,
    node: 'x',
  });
  if (lowered.network?.kind !== 'network') throw new Error('no network');
  return lowered.network.layers(input, classes);
}

const sizeOf = (type: string, params: Record<string, unknown>, input: number[], classes = 10) =>
  networkShape(layersOf(type, params, input, classes), input);

describe('network sizes equal those worked out by hand', () => {
  test('MLP 784-1200-1200-10 has 2,395,210 parameters', () => {
    const size = sizeOf('network.mlp', { hidden: [1200, 1200] }, [28, 28, 1]);
    expect(size.parameters).toBe(784 * 1200 + 1200 + 1200 * 1200 + 1200 + 1200 * 10 + 10);
    expect(size.multiplyAdds).toBe(784 * 1200 + 1200 * 1200 + 12_000);
  });

  test('a linear classifier is an MLP without hidden layers', () => {
    expect(sizeOf('network.mlp', { hidden: [] }, [28, 28, 1]).parameters).toBe(7850);
  });

  test('the LeNet-style network on 28×28', () => {
    const size = sizeOf('network.lenet', { firstFilters: 6, secondFilters: 16, dense: 84 }, [28, 28, 1]);
    expect(size.parameters).toBe(25 * 6 + 6 + 25 * 6 * 16 + 16 + 7 * 7 * 16 * 84 + 84 + 840 + 10);
  });

  // He et al. give 0.27M and 0.85M with parameter-free shortcuts; ours project where the width doubles.
  test.each([
    [3, 0.27e6],
    [9, 0.85e6],
  ])('ResNet with %i blocks a stage has about as many parameters as the paper says', (blocks, paper) => {
    const size = sizeOf('network.resnet', { blocks }, [32, 32, 3]);
    expect(Math.abs(size.parameters - paper) / paper).toBeLessThan(0.03);
    expect(size.output).toEqual([10]);
  });

  test('residual blocks halve odd images as their shortcut does', () => {
    expect(sizeOf('network.resnet', { blocks: 1 }, [29, 31, 1]).output).toEqual([10]);
  });
});

test('an image too small for a network is refused in words', () => {
  expect(() => sizeOf('network.lenet', {}, [2, 2, 1])).toThrow(/pool 2×2.*larger than its 1×1 input/);
});
