import { beforeAll, describe, expect, test } from 'vitest';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { compiledBy, courseOf, type Way } from './graph/course.ts';
import { selfTaught } from './graph/scheme-documents.ts';
import { smallPlan } from './graph/small-plans.ts';
import { compiles, graphEngine } from './graph/tensorflow.ts';

/* What a network that is its own teacher promises, trained for a few seconds on patterns. */

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
  else await startCpu();
});

const longer = withParams(selfTaught, 'trainer', { epochs: 20, batch: 14 });
const wider = withParams(longer, 'network', { firstFilters: 8, secondFilters: 8 });

describe('a network that is its own teacher', () => {
  test('trains its exits beside itself, and measures and saves itself alone', () => {
    const plan = smallPlan(longer);
    const [stage] = plan.stages;
    expect(stage?.train).toHaveLength(1);
    // Two exits, each a bottleneck and a classifier.
    expect(stage?.projectors).toHaveLength(4);
  });

  test('brings the answers of its exits nearer to its own than labels alone do', async () => {
    const apart = async (alpha: number): Promise<number> => {
      const plan = smallPlan(withParams(wider, 'own', { alpha }));
      const [stage] = plan.stages;
      const { told } = await courseOf(plan, way);
      const soft = stage?.terms.filter((it) => it.op === 'loss.self-distillation') ?? [];
      const last = stage?.steps ?? 0;
      const steps = [0, 1, 2, 3, 4].map((it) => last - it);
      return steps
        .flatMap((step) => soft.map(({ id }) => told.get(`${stage?.id} ${step} ${id}`) ?? Number.NaN))
        .reduce((all, it) => all + it / steps.length, 0);
    };
    expect(await apart(0.9)).toBeLessThan(0.8 * (await apart(0.001)));
  });

  test('compares features only where deep ones are wired and have a weight', () => {
    const ops = (document: typeof longer): string[] =>
      planOf(document).plan.stages.flatMap((it) => it.terms.map((term) => term.op));
    expect(ops(longer)).toContain('loss.deep-to-shallow');
    expect(ops(rewired(longer, ['own.deep']))).not.toContain('loss.deep-to-shallow');
    expect(ops(withParams(longer, 'own', { features: 0 }))).not.toContain('loss.deep-to-shallow');
  });

  test('has no exit from a row to deep maps', () => {
    const row = rewired(longer, ['own.shallow1'], ['student.layer:dense-1 > own.shallow1']);
    expect(problemsOf(row)).toMatchObject([{ code: 'projector-shape', node: 'own', port: 'shallow1' }]);
  });
});
