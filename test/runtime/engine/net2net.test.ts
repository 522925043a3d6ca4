import { expect, test } from 'vitest';
import { grow } from '../../../src/nodes/network/net2net/node.ts';
import { startNet2net } from '../../../src/nodes/network/net2net/op.ts';
import type { Layer } from '../../../src/plan/layers.ts';
import type { Network, Plan, Stage } from '../../../src/plan/plan.ts';
import { adam, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere, type Told } from './run-here.ts';

/* What growing is for: the larger network need not begin anew. */

const EPOCHS = 24;
const small = mlpLayers(24);
const { layers, changes } = grow(
  { layers: small, input: [8, 8, 1] },
  { widen: 2, widenLayer: '', deepen: 'residual', deepenAfter: '' },
);
const grown: Network['start'] = {
  kind: 'derived',
  op: startNet2net.name,
  args: { changes: [...changes], noise: 0.01 },
  from: ['network-1'],
  stream: 'grown',
};

/** A teacher, then one network of the larger kind by the way that it begins. */
function growing(start: Network['start'], changed: Partial<Stage> = {}): Plan {
  const data = source();
  return plan(
    data,
    [network('network-1', small, { role: 'teacher' }), network('network-2', layers as Layer[], { start })],
    [
      stage(data, { student: 'network-1', epochs: 40, optimizer: adam(0.01) }),
      stage(data, { id: 'stage-2', student: 'network-2', epochs: EPOCHS, clip: 1, ...changed }),
    ],
  );
}

const accuracies = (told: Told, of: string): number[] =>
  told
    .of('epoch')
    .filter((it) => it.stage === of)
    .flatMap((it) => it.measured.map(({ accuracy }) => accuracy));

/** Epochs until an accuracy is reached, one more than there are where it is not. */
const until = (reached: readonly number[], wanted: number): number => {
  const at = reached.findIndex((it) => it >= wanted);
  return at < 0 ? EPOCHS + 1 : at + 1;
};

test('a grown network is as good as its teacher in less than half of the epochs that one from nothing takes', async () => {
  const [own, anew] = [
    await runHere(growing(grown)),
    await runHere(growing({ kind: 'fresh', stream: 'grown' })),
  ];
  const teacher = accuracies(own, 'stage-1').at(-1) ?? 0;
  expect(teacher).toBeGreaterThan(0.8);
  const wanted = teacher - 0.02;
  const [mine, theirs] = [own, anew].map((it) => until(accuracies(it, 'stage-2'), wanted)) as [
    number,
    number,
  ];
  expect(mine).toBeLessThanOrEqual(0.5 * theirs);
});

test('the penalty lowers the covariance of a branch and what it is added to, and costs no accuracy', async () => {
  const data = source();
  const own = stage(data, { id: 'stage-2', student: 'network-2', epochs: EPOCHS });
  const tap = (id: string, layer: string) => ({ ...(own.taps[0] as Stage['taps'][number]), id, layer });
  const penalized = async (weight: number) => {
    const told = await runHere(
      growing(grown, {
        ...own,
        taps: [...own.taps, tap('tap-28', 'activation-3'), tap('tap-29', 'activation-3.residual-add')],
        terms: [
          ...own.terms,
          { id: 'term-28', op: 'loss.decoupling', in: { first: 'tap-28', second: 'tap-29' }, args: {} },
          {
            id: 'term-29',
            op: 'loss.weighted-sum',
            in: { first: own.total, second: 'term-28' },
            args: { weights: [1, weight] },
          },
        ],
        total: 'term-29',
      }),
    );
    expect(told.ending).toMatchObject({ how: 'done' });
    const values = told
      .of('metrics')
      .filter((it) => it.stage === 'stage-2')
      .flatMap((it) => it.columns['term:term-28'] ?? []);
    return { covariance: values.at(-1) ?? Number.NaN, accuracy: accuracies(told, 'stage-2').at(-1) ?? 0 };
  };
  const [free, apart] = [await penalized(0), await penalized(0.3)];
  expect(apart.covariance).toBeLessThan(0.7 * free.covariance);
  expect(apart.accuracy).toBeGreaterThan(free.accuracy - 0.02);
});
