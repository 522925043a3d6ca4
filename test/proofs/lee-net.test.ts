import { describe, expect, test } from 'vitest';
import { drawn, type Params } from '../runtime/drawn.ts';
import { type Drawing, engineFolder, mean, taughtByMany, together, trained } from './trained-drawing.ts';

/* What a LeeNet learns from a teacher, and what its gates are worth, on garments with three seeds. */

const SEEDS = [1, 2, 3];

/** A LeeNet of these parameters, grafted and taught by its own loss, or on the labels alone. */
function leeNet(name: string, seed: number, params: Params, taught: boolean): Drawing {
  const own = (part?: string) => (part ? `${name}-${part}-${seed}` : `${name}-${seed}`);
  const learned: Drawing = taught
    ? {
        nodes: { [own('graft')]: ['model.graft'], [own('loss')]: ['loss.lee-net'] },
        wires: [
          [own(), 'layer:fused', own('graft'), 'student'],
          ['teacher', 'layer:activation-2', own('graft'), 'teacher'],
          [own('graft'), 'logits', own('loss'), 'student'],
          ['teacher', 'logits', own('loss'), 'teacher'],
          [own(), 'layer:fused', own('loss'), 'studentLayer'],
          ['teacher', 'layer:activation-2', own('loss'), 'teacherLayer'],
        ],
      }
    : {
        nodes: { [own('loss')]: ['loss.cross-entropy'] },
        wires: [[own(), 'logits', own('loss'), 'student']],
      };
  return together(learned, {
    nodes: {
      [own('network')]: ['network.lee-net', params],
      [own()]: ['model.student'],
      [own('trainer')]: ['training.trainer', { epochs: 30, batch: 50, seed }],
      [own('evaluation')]: ['result.evaluation'],
    },
    wires: [
      [own('network'), 'network', own(), 'network'],
      ['few', 'data', own(), 'data'],
      ['few', 'data', own('loss'), 'labels'],
      [own('loss'), 'loss', own('trainer'), 'loss'],
      ['optimizer', 'optimizer', own('trainer'), 'optimizer'],
      [own('trainer'), 'model', own('evaluation'), 'model'],
    ],
  });
}

/** Without gates, and no smaller than what is left of a masked LeeNet: 61,178 weights beside 59,748. */
const NARROW = { attention: false, width: 0.75 };

describe.runIf(engineFolder && process.env.POTSTILL_FULL)('a LeeNet', () => {
  test('that is taught is better than the same alone, and than one without gates that is as small', async () => {
    const variants: Readonly<Record<string, readonly [Params, taught: boolean]>> = {
      taught: [{}, true],
      alone: [{}, false],
      narrow: [NARROW, true],
    };
    const { nodes, wires } = together(
      taughtByMany('fashion-mnist', { many: 20_000, few: 1000, test: 2000 }),
      { nodes: { optimizer: ['optimizer.adam', { learningRate: 0.003 }] }, wires: [] },
      ...SEEDS.flatMap((seed) =>
        Object.entries(variants).map(([name, [params, taught]]) => leeNet(name, seed, params, taught)),
      ),
    );
    const alike = SEEDS.map((seed) => Object.keys(variants).map((it) => `${it}-${seed}`));
    const run = await trained(drawn(nodes, wires), alike);
    const accuracy = (name: string) => mean(SEEDS.map((seed) => run.accuracy(`${name}-${seed}`)));
    console.log(
      Object.keys(variants).map((it) => SEEDS.map((seed) => run.accuracy(`${it}-${seed}`)).join(' ')),
    );
    expect(accuracy('taught')).toBeGreaterThan(accuracy('alone') + 0.015);
    expect(accuracy('taught')).toBeGreaterThanOrEqual(accuracy('narrow'));
  }, 1_200_000);
});
