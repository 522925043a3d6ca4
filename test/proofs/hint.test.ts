import { describe, expect, test } from 'vitest';
import { drawn } from '../runtime/drawn.ts';
import {
  type Drawing,
  engineFolder,
  mean,
  type Trained,
  taughtByMany,
  together,
  trained,
} from './trained-drawing.ts';

/*
 * What the second stage of HINT makes of the first, on real images. The student that is begun by a hint, and the one
 * that is not, have the same first weights, batches and answers of the teacher: they differ by the hint alone.
 */

const BATCH = 50;
const PARTS = ['test', 'train'] as const;

/** One seed's students: guided by the hint, and taught by softened answers from there or from nothing. */
function students(seed: number, epochs: number): Drawing {
  const own = (name: string) => `${name}-${seed}`;
  const taught = (name: string, network: string): Drawing => ({
    nodes: {
      [own(name)]: ['model.student'],
      [own(`${name}-loss`)]: ['loss.tempered-softmax', { alpha: 0.8, temperature: 3 }],
      [own(`${name}-trainer`)]: ['training.trainer', { epochs, batch: BATCH, seed }],
      ...Object.fromEntries(
        PARTS.map((part) => [own(`${name}-on-${part}`), ['result.evaluation', { part }]]),
      ),
    },
    wires: [
      [network, 'network', own(name), 'network'],
      ['few', 'data', own(name), 'data'],
      [own(name), 'logits', own(`${name}-loss`), 'student'],
      ['teacher', 'logits', own(`${name}-loss`), 'teacher'],
      ['few', 'data', own(`${name}-loss`), 'labels'],
      [own(`${name}-loss`), 'loss', own(`${name}-trainer`), 'loss'],
      ['optimizer', 'optimizer', own(`${name}-trainer`), 'optimizer'],
      ...PARTS.map((part) => [own(`${name}-trainer`), 'model', own(`${name}-on-${part}`), 'model'] as const),
    ],
  });
  const first: Drawing = {
    nodes: {
      [own('guided')]: ['model.student'],
      [own('hint')]: ['loss.hint'],
      [own('hint-trainer')]: ['training.trainer', { epochs: 15, batch: BATCH, seed }],
      [own('hinted-network')]: ['network.copied-layers', { channels: 'equal', layers: 'same-name' }],
    },
    wires: [
      ['student-network', 'network', own('guided'), 'network'],
      ['few', 'data', own('guided'), 'data'],
      [own('guided'), 'layer:activation-2', own('hint'), 'student'],
      ['teacher', 'layer:activation-2', own('hint'), 'teacher'],
      [own('hint'), 'loss', own('hint-trainer'), 'loss'],
      ['optimizer', 'optimizer', own('hint-trainer'), 'optimizer'],
      [own('hint-trainer'), 'model', own('hinted-network'), 'model'],
      ['student-network', 'network', own('hinted-network'), 'network'],
    ],
  };
  return together(first, taught('hinted', own('hinted-network')), taught('plain', 'student-network'));
}

type Sizes = { readonly many: number; readonly few: number; readonly test: number; readonly epochs: number };

async function bothStages(seeds: readonly number[], { epochs, ...sizes }: Sizes): Promise<Trained> {
  const { nodes, wires } = together(
    taughtByMany('fashion-mnist', sizes),
    {
      nodes: {
        'student-network': ['network.lenet', { dense: 32, firstFilters: 4, kernel: '3', secondFilters: 8 }],
        schedule: ['schedule.cosine'],
        optimizer: ['optimizer.adam', { learningRate: 0.005 }],
      },
      wires: [['schedule', 'schedule', 'optimizer', 'schedule']],
    },
    ...seeds.map((seed) => students(seed, epochs)),
  );
  const alike = seeds.map((seed) => ['guided', 'hinted', 'plain'].map((it) => `${it}-${seed}`));
  return await trained(drawn(nodes, wires), alike);
}

/**
 * The mean loss over the first epoch. Not the first step's: the layers behind the guided one are as they were drawn, and
 * until they have learned what to make of it, a hint says nothing.
 */
const begins = ({ course, plan }: Trained, name: string, seed: number): number => {
  const steps = Math.ceil((plan.data.at(-1)?.counts.train ?? 0) / BATCH);
  return mean(course(`${name}-trainer-${seed}`, 'loss').slice(0, steps));
};

describe.runIf(engineFolder)('the second stage of HINT', () => {
  test('begins with a lower loss than from nothing', async () => {
    const run = await bothStages([1], { many: 3000, few: 1000, test: 500, epochs: 4 });
    expect(begins(run, 'hinted', 1)).toBeLessThan(begins(run, 'plain', 1));
  }, 120_000);

  test.runIf(process.env.POTSTILL_FULL)(
    'generalises better than softened answers alone, with three seeds',
    async () => {
      const seeds = [1, 2, 3];
      const run = await bothStages(seeds, { many: 10_000, few: 1000, test: 2000, epochs: 20 });
      // Not of every seed: it hangs on what the layers behind the guided one are drawn as (docs/methods/hint.md).
      const lower = seeds.filter((seed) => begins(run, 'hinted', seed) < begins(run, 'plain', seed));
      expect(lower.length).toBeGreaterThanOrEqual(2);

      const accuracy = (name: string, part: (typeof PARTS)[number]) =>
        mean(seeds.map((seed) => run.accuracy(`${name}-${seed}`, part)));
      const gap = (name: string) => accuracy(name, 'train') - accuracy(name, 'test');
      expect(gap('hinted')).toBeLessThanOrEqual(gap('plain'));
      expect(accuracy('hinted', 'test')).toBeGreaterThan(accuracy('plain', 'test') + 0.005);
    },
    1_200_000,
  );
});
