import { expect, test } from 'vitest';
import { startAveragedWeights } from '../../../src/nodes/model/averaged-weights/op.ts';
import { startCopy } from '../../../src/nodes/network/copied-layers/op.ts';
import type { Network } from '../../../src/plan/plan.ts';
import { adam, measured, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

/* Why a mean of weights asks for a common ancestor. */

const layers = mlpLayers(12, 12, 12);
const copyOf = (of: string): Network['start'] => ({
  kind: 'derived',
  op: startCopy.name,
  args: { layers: layers.map(({ id }) => ({ to: id, from: id })), channels: 'equal' },
  from: [of],
  stream: 'copy',
});
const meanOf = (...from: string[]): Network['start'] => ({
  kind: 'derived',
  op: startAveragedWeights.name,
  args: { average: 'weights' },
  from,
  stream: 'mean',
});

test('the mean of what went on from one network is as good as they are; of what was drawn apart it is not', async () => {
  const data = source();
  const trained = (number: number, seed: number) =>
    stage(data, {
      id: `stage-${number}`,
      student: `network-${number}`,
      epochs: 20,
      seed,
      optimizer: adam(0.01),
    });
  const outputs = ['network-2', 'network-3', 'network-4', 'network-5', 'network-6'].map((id, at) =>
    measured(data, `output-${at + 1}`, id),
  );
  const told = await runHere(
    plan(
      data,
      [
        network('network-1', layers),
        network('network-2', layers, { start: copyOf('network-1') }),
        network('network-3', layers, { start: copyOf('network-1') }),
        network('network-4', layers),
        network('network-5', layers, { role: 'teacher', start: meanOf('network-2', 'network-3') }),
        network('network-6', layers, { role: 'teacher', start: meanOf('network-2', 'network-4') }),
      ],
      [trained(1, 1), trained(2, 2), trained(3, 3), trained(4, 4)],
      outputs,
    ),
  );
  expect(told.ending).toMatchObject({ how: 'done' });
  const [one = 0, two = 0, apart = 0, mean = 0, mixed = 0] = told
    .of('evaluation')
    .map((it) => it.measured.loss ?? Number.NaN);
  expect(Math.max(one, two, apart)).toBeLessThan(0.5);
  expect(mean).toBeLessThan(1.1 * Math.max(one, two));
  expect(mixed).toBeGreaterThan(3 * mean);
});
