import { beforeAll, describe, expect, test } from 'vitest';
import { repeatedStudent, studentAlone } from '../../../src/plan/training.ts';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { type Course, compiledBy, courseOf, type Way } from './graph/course.ts';
import { mutual } from './graph/scheme-documents.ts';
import { onPatterns, smallPlan } from './graph/small-plans.ts';
import { compiles, engineFolder, graphEngine } from './graph/tensorflow.ts';
import { runHere } from './run-here.ts';

/* What students that learn together promise, trained for a few seconds on patterns. */

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
  else await startCpu();
});

const taught = withParams(mutual, 'trainer', { epochs: 12, batch: 14, baseline: true });
const lastOf = ({ values }: Course, network: string): Float32Array[] =>
  [...values].filter(([name]) => name.startsWith(`${network}/`)).map(([, it]) => it.last);

describe('two students of one loss', () => {
  test('each learn, and each is measured, as is each alone', async () => {
    const told = await runHere(onPatterns(taught), { engineFolder });
    expect(told.ending).toMatchObject({ how: 'done' });
    const measured = told.of('evaluation').map((it) => it.measured.role);
    expect(measured).toEqual(['student', 'baseline', 'student', 'baseline']);
    const [epoch] = told.of('epoch');
    expect(epoch?.measured.map((it) => it.network)).toEqual(['network-1', 'network-2']);
    expect(told.of('saved-model')).toHaveLength(1);
  });

  test('that do not listen to each other are what each is alone, bit for bit', async () => {
    const plan = smallPlan(withParams(taught, 'mutual', { weight: 0 }));
    const course = await courseOf(plan, way);
    const [together] = plan.stages;
    expect(together?.train).toHaveLength(2);
    for (const student of together?.train ?? []) {
      const alone = studentAlone(plan.stages, student) as string;
      expect(repeatedStudent(plan.stages, alone)).toBe(student);
      expect(lastOf(course, student)).toEqual(lastOf(course, alone));
    }
  });

  test('that listen come nearer to each other than they do without', async () => {
    const apart = async (weight: number): Promise<number> => {
      const plan = smallPlan(withParams(taught, 'mutual', { weight }));
      const { logits } = await courseOf(plan, way);
      const [one, other] = [...logits.values()].map(probabilities);
      return (one as number[]).reduce((sum, it, at) => sum + Math.abs(it - (other?.[at] ?? 0)), 0);
    };
    expect(await apart(4)).toBeLessThan(0.75 * (await apart(0)));
  });
});

function probabilities(logits: Float32Array): number[] {
  const rows = Array.from({ length: logits.length / 10 }, (_, at) => [
    ...logits.subarray(10 * at, 10 * at + 10),
  ]);
  return rows.flatMap((row) => {
    const all = row.map((it) => Math.exp(it - Math.max(...row)));
    return all.map((it) => it / all.reduce((sum, of) => sum + of, 0));
  });
}

describe('what trains several students', () => {
  test('hands none of them to a node that takes one model, until one is picked', () => {
    expect(problemsOf(taught)).toEqual([]);
    const direct = rewired(taught, ['save.model'], ['trainer.model > save.model']);
    const [told] = problemsOf(direct);
    expect(told).toMatchObject({ code: 'several-students', node: 'save', port: 'model', found: '2' });
  });

  test('refuses a student that stands twice', () => {
    const twice = rewired(taught, ['mutual.second'], ['first.logits > mutual.second']);
    expect(problemsOf(twice)).toMatchObject([{ code: 'student-twice', node: 'mutual', port: 'second' }]);
  });

  test('lets one be picked that it trains, and no other', () => {
    const { plan } = planOf(rewired(taught, ['one.student'], ['second.logits > one.student']));
    const saved = plan.outputs.find((it) => it.kind === 'saved-model');
    expect(saved).toMatchObject({ network: plan.stages[0]?.train[1] });
    const other = {
      ...taught,
      nodes: { ...taught.nodes, third: taught.nodes.second as (typeof taught.nodes)[string] },
    };
    const wired = rewired(
      other,
      ['one.student'],
      ['second-network.network > third.network', 'transform.data > third.data', 'third.logits > one.student'],
    );
    expect(problemsOf(wired)).toMatchObject([{ code: 'not-trained-here', node: 'one', port: 'student' }]);
  });
});
