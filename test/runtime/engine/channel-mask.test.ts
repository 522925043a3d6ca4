import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer } from '../../../src/plan/layers.ts';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { noise, oneStep, type Values } from './one-step.ts';
import { chain, network } from './plans.ts';

const INPUT = [6, 6, 2];
const CHANNELS = 5;
const STEPS = 10;

type Select = NonNullable<Extract<Layer, { kind: 'channel-attention' }>['select']>;
const gated = (select: Partial<Select>) =>
  network(
    'network-1',
    chain([
      { kind: 'conv2d', filters: CHANNELS, kernel: 3, stride: 1, padding: 'same', bias: true },
      {
        kind: 'channel-attention',
        hidden: 3,
        select: { share: 0.5, least: 0, after: 0.8, momentum: 0.9, ...select },
      },
      { kind: 'scale-channels', from: ['conv2d-1', 'channel-attention-2'] },
      { kind: 'flatten' },
      { kind: 'dense', units: 3 },
    ]),
    { input: INPUT, classes: 3 },
  );
const batch = noise(INPUT, 8, 3);
const MASK = 'channel-attention-2/mask';
const MEAN = 'channel-attention-2/mean-gate';

function after(step: number, select: Partial<Select> = {}, given: Record<string, number[]> = {}): Values {
  const of = gated(select);
  const weights = new Map(freshWeights(of, 1, 'start'));
  for (const [name, values] of Object.entries(given)) weights.set(name, Float32Array.from(values));
  return oneStep(of, weights, batch, { step, steps: STEPS }).after;
}
const maskAfter = (...given: Parameters<typeof after>): number[] => [...(after(...given).get(MASK) ?? [])];

const GATES = [0.3, 0.9, 0.05, 0.4, 0.9];

beforeAll(async () => {
  await startCpu();
});

describe('the mask', () => {
  test('is set in the last part of the steps and not before', () => {
    const given = { [MEAN]: GATES };
    expect(maskAfter(7, {}, given)).toEqual([1, 1, 1, 1, 1]);
    expect(maskAfter(8, {}, given)).toEqual([0, 1, 0, 1, 1]);
    expect(maskAfter(9, { after: 1 }, given)).toEqual([1, 1, 1, 1, 1]);
    expect(maskAfter(0, { after: 0 }, given)).toEqual([0, 1, 0, 1, 1]);
  });

  test('stays as it was set, whatever gates come to say later', () => {
    expect(maskAfter(9, {}, { [MEAN]: GATES, [MASK]: [1, 1, 0, 0, 1] })).toEqual([1, 1, 0, 0, 1]);
    expect(maskAfter(0, {}, { [MEAN]: GATES, [MASK]: [1, 1, 0, 0, 1] })).toEqual([1, 1, 0, 0, 1]);
  });

  test.each([
    [0.2, [0, 1, 0, 0, 0]],
    [0.21, [0, 1, 0, 0, 1]],
    [0.6, [0, 1, 0, 1, 1]],
    [1, [1, 1, 1, 1, 1]],
  ])('keeps the share %d of the channels, rounded up, the first of equals before the others', (share, mask) =>
    expect(maskAfter(9, { share }, { [MEAN]: GATES })).toEqual(mask),
  );

  test('leaves out what is below a threshold, and never the best', () => {
    expect(maskAfter(9, { share: 1, least: 0.1 }, { [MEAN]: GATES })).toEqual([1, 1, 0, 1, 1]);
    expect(maskAfter(9, { share: 1, least: 0.95 }, { [MEAN]: GATES })).toEqual([0, 1, 0, 0, 0]);
  });
});

test('the running mean of the gates moves a tenth of the way to what they are on the batch', () => {
  // Gates of 1/2 whatever the image is.
  const half = {
    'channel-attention-2/expand-kernel': new Array(3 * CHANNELS).fill(0),
    [MEAN]: GATES,
  };
  const moved = after(0, {}, half).get(MEAN) ?? [];
  for (const [at, value] of moved.entries()) expect(value).toBeCloseTo(0.9 * (GATES[at] ?? 0) + 0.05, 6);
});

test('no gradient reaches what makes a masked channel', () => {
  const of = gated({});
  const weights = new Map(freshWeights(of, 1, 'start'));
  weights.set(MASK, Float32Array.of(1, 0, 1, 0, 1));
  const { gradient } = oneStep(of, weights, batch, { steps: STEPS });
  const bias = [...(gradient.get('conv2d-1/bias') ?? [])];
  expect(bias.map((it) => it !== 0)).toEqual([true, false, true, false, true]);
});
