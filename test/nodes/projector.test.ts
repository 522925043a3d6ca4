import { describe, expect, test } from 'vitest';
import { PROJECTORS, projectorLayers } from '../../src/nodes/model/projector-layers.ts';
import { networkShape } from '../../src/plan/layers.ts';

describe('a projector', () => {
  const shapes = [
    { from: [7, 7, 4], to: [7, 7, 16] },
    { from: [7, 7, 4], to: [14, 14, 16] },
    { from: [14, 14, 4], to: [4, 5, 2] },
    { from: [14, 14, 4], to: [10] },
    { from: [12], to: [20] },
  ];
  const cases = shapes.flatMap((it) => PROJECTORS.map((map) => ({ ...it, map })));

  test.each(cases)('$map gives $from the shape $to', ({ from, to, map }) => {
    const layers = projectorLayers(from, to, map) ?? expect.fail('refused');
    expect(networkShape(layers, from).output).toEqual(to);
  });

  test('has no weights where both shapes are equal and the map is straight', () => {
    expect(projectorLayers([7, 7, 4], [7, 7, 4], 'linear')).toEqual([]);
    expect(projectorLayers([12], [12], 'linear')).toEqual([]);
    expect(projectorLayers([12], [12], 'perceptron')).not.toEqual([]);
  });

  test('cannot make a map of a row', () => {
    for (const map of PROJECTORS) expect(projectorLayers([10], [7, 7, 4], map)).toBeNull();
  });
});
