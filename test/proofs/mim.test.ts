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
 * What MIM puts into a student's last layer, on real images: a linear probe on the frozen layer, trained on the answers of
 * the teacher to images without labels, says how much of the teacher is in it. The student alone has the same first
 * weights, batches and steps.
 */

/** InfoNCE, sharp: cosines that are not divided by less than 1 can hardly tell pairs apart. */
const INFORMATION = { estimator: 'infonce', score: 0.07, weight: 8 };

/** A student with MIM beside its labels, or on the labels alone. */
function student(name: 'informed' | 'alone', seed: number, epochs: number): Drawing {
  const own = (part?: string) => (part ? `${name}-${part}-${seed}` : `${name}-${seed}`);
  const labelled: Drawing = {
    nodes: {
      [own()]: ['model.student'],
      [own('labelled')]: ['loss.cross-entropy'],
      [own('trainer')]: ['training.trainer', { epochs, batch: 50, seed }],
    },
    wires: [
      ['student-network', 'network', own(), 'network'],
      ['few', 'data', own(), 'data'],
      [own(), 'logits', own('labelled'), 'student'],
      ['few', 'data', own('labelled'), 'labels'],
      ['optimizer', 'optimizer', own('trainer'), 'optimizer'],
    ],
  };
  if (name === 'alone')
    return together(labelled, { nodes: {}, wires: [[own('labelled'), 'loss', own('trainer'), 'loss']] });
  return together(labelled, {
    nodes: {
      [own('information')]: ['loss.mutual-information', INFORMATION],
      [own('sum')]: ['loss.weighted-sum'],
    },
    wires: [
      [own(), 'layer:activation-3', own('information'), 'student'],
      ['teacher', 'layer:activation-3', own('information'), 'teacher'],
      ['teacher', 'logits', own('information'), 'logits'],
      ['few', 'data', own('information'), 'labels'],
      [own('information'), 'loss', own('sum'), 'first'],
      [own('labelled'), 'loss', own('sum'), 'second'],
      [own('sum'), 'loss', own('trainer'), 'loss'],
    ],
  });
}

/** All but the last layer of a trained student stay as they are; that one learns what the teacher says. */
function probe(name: string, seed: number): Drawing {
  const own = (part: string) => `${name}-${part}-${seed}`;
  return {
    nodes: {
      [own('learned')]: ['network.copied-layers', { channels: 'equal', layers: 'same-name' }],
      [own('probe')]: ['model.student', { freeze: 'trunk' }],
      // So cold that it is nearly the class that the teacher says.
      [own('answers')]: ['loss.tempered-softmax', { alpha: 1, temperature: 0.25 }],
      [own('probe-trainer')]: ['training.trainer', { epochs: 8, batch: 100, seed }],
      [own('probed')]: ['result.evaluation'],
    },
    wires: [
      [own('trainer'), 'model', own('learned'), 'model'],
      ['student-network', 'network', own('learned'), 'network'],
      [own('learned'), 'network', own('probe'), 'network'],
      ['all-images', 'data', own('probe'), 'data'],
      [own('probe'), 'logits', own('answers'), 'student'],
      ['answering', 'logits', own('answers'), 'teacher'],
      ['all-images', 'data', own('answers'), 'labels'],
      [own('answers'), 'loss', own('probe-trainer'), 'loss'],
      ['optimizer', 'optimizer', own('probe-trainer'), 'optimizer'],
      [own('probe-trainer'), 'model', own('probed'), 'model'],
      ['answering', 'model', own('probed'), 'teacher'],
    ],
  };
}

const STUDENTS = ['informed', 'alone'] as const;

async function informed(
  seeds: readonly number[],
  sizes: { readonly many: number; readonly few: number; readonly test: number },
  epochs: number,
): Promise<Trained> {
  const { nodes, wires } = together(
    taughtByMany('fashion-mnist', sizes),
    {
      nodes: {
        'student-network': ['network.lenet', { dense: 32, firstFilters: 4, kernel: '3', secondFilters: 8 }],
        optimizer: ['optimizer.adam', { learningRate: 0.005 }],
        answering: ['model.teacher', { weights: 'wire' }],
      },
      wires: [
        ['expert-trainer', 'model', 'answering', 'model'],
        ['all-images', 'data', 'answering', 'data'],
      ],
    },
    ...seeds.flatMap((seed) => STUDENTS.flatMap((it) => [student(it, seed, epochs), probe(it, seed)])),
  );
  const alike = seeds.map((seed) => STUDENTS.map((it) => `${it}-${seed}`));
  return await trained(drawn(nodes, wires), alike);
}

/** ln n − L of both parts together, n = 50, in four quarters of the run. */
function boundByQuarter(run: Trained, seed: number): number[] {
  const parts = run
    .stage(`informed-trainer-${seed}`)
    .terms.filter((it) => it.op === 'loss.mutual-information');
  expect(parts).toHaveLength(2);
  const losses = parts.map((it) => run.course(`informed-trainer-${seed}`, `term:${it.id}`));
  const length = losses[0]?.length ?? 0;
  return [0, 1, 2, 3].map((at) =>
    mean(losses.map((it) => Math.log(50) - mean(it.slice((at * length) / 4, ((at + 1) * length) / 4)))),
  );
}

describe.runIf(engineFolder)('MIM', () => {
  test('raises its bound in every quarter of a run', async () => {
    const run = await informed([1], { many: 1500, few: 400, test: 300 }, 10);
    const bounds = boundByQuarter(run, 1);
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    // 3.3 of at most ln 50 = 3.9; where the heads alone learn, and the student does not hear of it, 2.2.
    expect(bounds[3]).toBeGreaterThan(2.8);
  }, 120_000);

  test.runIf(process.env.POTSTILL_FULL)(
    'puts more of the teacher into a layer than labels do, with three seeds',
    async () => {
      const seeds = [1, 2, 3];
      const run = await informed(seeds, { many: 6000, few: 500, test: 2000 }, 20);
      const probed = (name: string) => mean(seeds.map((seed) => run.agreement(`${name}-probe-${seed}`)));
      expect(probed('informed')).toBeGreaterThanOrEqual(probed('alone') + 0.01);
      for (const seed of seeds) {
        const bounds = boundByQuarter(run, seed);
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
      }
    },
    1_200_000,
  );
});
