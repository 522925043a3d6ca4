import { expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { places } from '../../../src/runtime/places.ts';
import { planOf, starter, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { runHere } from './run-here.ts';

/* A whole run on MNIST itself, once in each precision. */

const tensorflow = BACKENDS.find(([, it]) => it.kind === 'tensorflow')?.[1].engineFolder ?? null;
const [TEACHER, STUDENT] = ['network-2', 'network-1'];

/** The starter with a teacher of few filters, on a slice of MNIST. */
function slice(precision: Plan['engine']['precision']): Plan {
  const set: readonly (readonly [string, Record<string, unknown>])[] = [
    ['mnist', { trainExamples: 4000, testExamples: 2000 }],
    ['teacher-network', { firstFilters: 8, secondFilters: 16, dense: 64 }],
    ['teacher', { epochs: 3 }],
    ['trainer', { epochs: 4, baseline: false, engine: 'tensorflow', precision }],
  ];
  return planOf(set.reduce((document, [node, params]) => withParams(document, node, params), starter())).plan;
}

test.runIf(tensorflow !== null)(
  'in bfloat16 a run learns as well as in float32, and tells what its networks answer in bfloat16',
  async () => {
    const run = async (precision: Plan['engine']['precision']) => {
      const told = await runHere(slice(precision), { engineFolder: tensorflow, dataFolder: places().data });
      expect(told.ending.text).toBe('The run is done.');
      return new Map(told.of('evaluation').map((it) => [it.measured.network, it]));
    };
    const [exact, rounded] = [await run('float32'), await run('bfloat16')];
    expect([...exact.keys()].sort()).toEqual([STUDENT, TEACHER]);
    for (const [network, { measured, bfloat16 }] of exact) {
      expect(bfloat16).toBeNull();
      const other = rounded.get(network);
      const [p, q] = [measured.accuracy, other?.measured.accuracy ?? Number.NaN];
      expect(p).toBeGreaterThan(0.8);
      expect(other?.measured.loss).not.toBe(measured.loss);
      // Two seeds differ by about a point as well.
      expect(Math.abs(p - q)).toBeLessThan(0.015);
      expect(Math.abs((other?.bfloat16?.accuracy ?? Number.NaN) - q)).toBeLessThan(0.005);
      expect(other?.bfloat16?.agreement).toBeGreaterThan(0.99);
    }
  },
);
