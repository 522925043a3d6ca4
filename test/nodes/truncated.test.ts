import { beforeAll, describe, expect, test } from 'vitest';
import { copiedWeights } from '../../src/nodes/network/copied-layers/op.ts';
import { beside, JOINED } from '../../src/nodes/network/feature-concatenation/beside.ts';
import { newHead, truncate, trunkTo } from '../../src/nodes/network/truncated/truncate.ts';
import { type Layer, LayerRefusal, networkShape } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { answers, INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

/** A network that begins anew but for what it copies. */
function begun(layers: Layer[], source: Weighted, copied: { to: string; from: string }[]): Weighted {
  const fresh = freshWeights(network('network-2', layers, { input: INPUT }), 9, 'anew');
  const own = copiedWeights({ layers, input: INPUT }, source, copied, 'equal');
  return { layers, input: INPUT, weights: new Map([...fresh, ...own]) };
}
const named = (layers: readonly Layer[]) => layers.map(({ id }) => ({ to: id, from: id }));
const head = (features: readonly number[]) => newHead(features, 10, 'pool');

describe('a truncated network', () => {
  const source = weighted(resnetLayers(1, 4), 3);
  const cutAt = 'stage2.block1.relu2';

  test('with nothing behind answers as its teacher, to the bit', () => {
    const { trunk, layers } = truncate(source, 'logits', head);
    expect(layers).toEqual(source.layers);
    expect(answers(begun(layers, source, named(trunk)))).toEqual(answers(source));
  });

  test('has the features of its teacher, to the bit, and a head of its own', () => {
    const { trunk, layers } = truncate(source, cutAt, head);
    expect(trunk.map((it) => it.id)).not.toContain('stage3.block1.conv1');
    expect(layers.slice(trunk.length).map((it) => it.id)).toEqual(['rest.pool', 'rest.logits']);
    const own = begun(layers, source, named(trunk));
    expect(answers(own, cutAt)).toEqual(answers(source, cutAt));
    expect(networkShape(layers, INPUT).output).toEqual([10]);
  });

  test('goes on with a rest that reads its features in the place of images', () => {
    const rest = (): Layer[] => mlpLayers(5);
    const { layers } = truncate(source, cutAt, rest);
    const shape = networkShape(layers, INPUT);
    expect(shape.output).toEqual([10]);
    expect(layers.filter((it) => it.id.startsWith('rest.'))).toHaveLength(mlpLayers(5).length);
  });

  test('is refused where no such layer is, by the names of those that are there', () => {
    expect(() => trunkTo(source, 'conv9')).toThrow(LayerRefusal);
    expect(() => trunkTo(source, 'conv9')).toThrow(/no layer conv9; it has conv, norm, relu/);
    expect(() => trunkTo(source, '')).toThrow(/no layer of the model is named/);
  });
});

describe('features side by side', () => {
  const source = weighted(lenetLayers(4, 5, 8), 3);
  const student = { layers: lenetLayers(3, 2, 6), input: INPUT };

  test('are the student’s and then the teacher’s, to the bit, and their channels add', () => {
    const { layers, copied } = beside(student, source, 'activation-2', 'activation-2');
    const whole = begun(layers, source, copied);
    const [own, theirs, both] = ['activation-2', 'teacher.activation-2', JOINED].map((it) =>
      answers(whole, it),
    );
    expect(theirs).toEqual(answers(source, 'activation-2'));
    const shape = networkShape(layers, INPUT).layers.get(JOINED)?.output;
    expect(shape).toEqual([12, 12, 3 + 4]);
    for (let pixel = 0; pixel < (both?.length ?? 0) / 7; pixel += 1) {
      expect(both?.subarray(7 * pixel, 7 * pixel + 3)).toEqual(own?.subarray(3 * pixel, 3 * pixel + 3));
      expect(both?.subarray(7 * pixel + 3, 7 * pixel + 7)).toEqual(
        theirs?.subarray(4 * pixel, 4 * pixel + 4),
      );
    }
  });

  test('are read by all that read the student’s layer, and by nothing else', () => {
    const { layers } = beside(student, source, 'activation-2', 'activation-2');
    const readers = layers.filter((it) => it.from.includes(JOINED)).map((it) => it.id);
    expect(readers).toEqual(
      student.layers.filter((it) => it.from.includes('activation-2')).map((it) => it.id),
    );
    expect(networkShape(layers, INPUT).layers.get('conv2d-4')?.weights[0]?.shape).toEqual([5, 5, 7, 2]);
  });

  test('come to the size of the student’s maps, or to a row where it has a row', () => {
    const smaller = beside(student, source, 'activation-2', 'activation-5');
    expect(networkShape(smaller.layers, INPUT).layers.get(JOINED)?.output).toEqual([12, 12, 3 + 5]);
    const row = beside({ layers: mlpLayers(6), input: INPUT }, source, 'activation-3', 'activation-5');
    expect(networkShape(row.layers, INPUT).layers.get(JOINED)?.output).toEqual([6 + 5]);
  });

  test.each([
    ['conv9', 'activation-2', /student has no layer conv9/],
    ['activation-2', 'conv9', /model has no layer conv9/],
    ['logits', 'activation-2', /nothing behind it/],
    ['activation-2', 'dense-8', /a row has no places/],
  ])('are refused at %s and %s', (own, theirs, why) => {
    expect(() => beside(student, source, own, theirs)).toThrow(LayerRefusal);
    expect(() => beside(student, source, own, theirs)).toThrow(why);
  });
});
