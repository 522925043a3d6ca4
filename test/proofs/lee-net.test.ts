import { describe, expect, test } from 'vitest';
import { drawn, type Params } from '../runtime/drawn.ts';
import { type Drawing, engineFolder, mean, taughtByMany, together, trained } from './trained-drawing.ts';

/* What a LeeNet learns from a teacher, on garments with three seeds. */

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

/** Means over all seeds of taught or untaught LeeNets, by name, beside one teacher; those of one seed begin equal. */
async function accuracies(
  variants: Readonly<Record<string, { readonly params: Params; readonly taught: boolean }>>,
  test: number,
): Promise<Record<string, number>> {
  const names = Object.keys(variants);
  const { nodes, wires } = together(
    taughtByMany('fashion-mnist', { many: 20_000, few: 1000, test }),
    { nodes: { optimizer: ['optimizer.adam', { learningRate: 0.003 }] }, wires: [] },
    ...SEEDS.flatMap((seed) =>
      Object.entries(variants).map(([name, { params, taught }]) => leeNet(name, seed, params, taught)),
    ),
  );
  const alike = SEEDS.map((seed) => names.map((it) => `${it}-${seed}`));
  const run = await trained(drawn(nodes, wires), alike);
  return Object.fromEntries(
    names.map((name) => [name, mean(SEEDS.map((seed) => run.accuracy(`${name}-${seed}`)))]),
  );
}

describe.runIf(engineFolder && process.env.POTSTILL_FULL)('a LeeNet', () => {
  test('that is taught is better than the same alone', async () => {
    const { taught, alone } = await accuracies(
      { taught: { params: {}, taught: true }, alone: { params: {}, taught: false } },
      2000,
    );
    expect(taught).toBeGreaterThan((alone ?? 1) + 0.015);
  }, 1_200_000);

  // All channels stay, so that both are of one size but for the gates' own 148 weights.
  test('that is taught is no worse with gates than without', async () => {
    const { gates, none } = await accuracies(
      { gates: { params: { keep: 1 }, taught: true }, none: { params: { attention: false }, taught: true } },
      3000,
    );
    expect(gates).toBeGreaterThanOrEqual(none ?? 1);
  }, 1_200_000);
});
