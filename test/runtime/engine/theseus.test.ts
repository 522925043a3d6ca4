import { beforeAll, describe, expect, test } from 'vitest';
import { theseus } from '../../../src/nodes/model/theseus/op.ts';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { compiledBy, courseOf, type Way } from './graph/course.ts';
import { replaced } from './graph/scheme-documents.ts';
import { smallPlan } from './graph/small-plans.ts';
import { compiles, graphEngine } from './graph/tensorflow.ts';

/* What the replacement of a teacher's blocks promises, trained for a few seconds on patterns. */

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
  else await startCpu();
});

/** The loss on labels step by step, in the stage of the replacement. */
async function losses(document: typeof replaced): Promise<number[]> {
  const { told } = await courseOf(smallPlan(document), way);
  return [...told].filter(([name]) => /^stage-2 \d+ loss$/.test(name)).map(([, it]) => it);
}

describe('blocks that are replaced', () => {
  test('are the student alone from until on: as if the student’s logits were wired', async () => {
    const alone = rewired(replaced, ['labelled.student'], ['student.logits > labelled.student']);
    const certain = await losses(withParams(replaced, 'theseus', { from: 1 }));
    const wanted = await losses(alone);
    expect(certain).toHaveLength(20);
    for (const [at, it] of wanted.entries()) expect(certain[at]).toBeCloseTo(it, 3);
  });

  test('are the teacher at first with a chance of 0, whatever the student is', async () => {
    const first = async (blocks: number, from: number): Promise<number> => {
      const other = withParams(replaced, 'student-network', { blocks });
      const short = withParams(other, 'trainer', { epochs: 1, batch: 70 });
      const [loss] = await losses(withParams(short, 'theseus', { from, until: 1 }));
      return loss as number;
    };
    expect(await first(2, 0)).toBe(await first(1, 0));
    expect(Math.abs((await first(2, 1)) - (await first(1, 1)))).toBeGreaterThan(1e-3);
  });

  test('leave the teacher’s weights as they are', async () => {
    const plan = smallPlan(replaced);
    const [first, last] = plan.stages;
    const before = await courseOf({ ...plan, stages: [first as NonNullable<typeof first>] }, way);
    const after = await courseOf(plan, way);
    const teacher = `${first?.train[0]}/`;
    const names = [...after.values.keys()].filter((it) => it.startsWith(teacher));
    expect(names.length).toBeGreaterThan(10);
    expect(last?.train).not.toContain(first?.train[0]);
    for (const name of names) expect(after.values.get(name)?.last).toEqual(before.values.get(name)?.last);
  });
});

describe('a document', () => {
  test('draws for each block by itself', () => {
    const { terms = [] } = planOf(replaced).plan.stages.at(-1) ?? {};
    const streams = terms.filter((it) => it.op === theseus.name).map((it) => it.args.stream);
    expect(streams.length).toBeGreaterThan(1);
    expect(new Set(streams).size).toBe(streams.length);
  });

  test('says which half of a block is missing, and which block is of another network', () => {
    expect(problemsOf(rewired(replaced, ['theseus.teacher2']))).toMatchObject([
      { code: 'block-half', node: 'theseus', port: 'teacher2' },
    ]);
    const two = {
      ...replaced,
      nodes: { ...replaced.nodes, other: replaced.nodes.student as (typeof replaced.nodes)[string] },
    };
    const mixed = rewired(
      two,
      ['theseus.student2'],
      [
        'student-network.network > other.network',
        'transform.data > other.data',
        'other.layer:stage2.block1.relu2 > theseus.student2',
      ],
    );
    expect(problemsOf(mixed)).toMatchObject([{ code: 'blocks-mixed', node: 'theseus', port: 'student2' }]);
  });

  test('with blocks in the wrong order is refused', () => {
    const turned = rewired(
      replaced,
      ['theseus.student1', 'theseus.student2', 'theseus.teacher1', 'theseus.teacher2'],
      [
        'student.layer:stage2.block1.relu2 > theseus.student1',
        'teacher.layer:stage2.block2.relu2 > theseus.teacher1',
        'student.layer:stage1.block1.relu2 > theseus.student2',
        'teacher.layer:stage1.block2.relu2 > theseus.teacher2',
      ],
    );
    expect(problemsOf(turned)).toMatchObject([{ code: 'cut-open' }]);
  });

  test('whose last block is not the logits goes on in the student', () => {
    const open = rewired(replaced, ['theseus.student3', 'theseus.teacher3']);
    const stage = planOf(open).plan.stages.at(-1);
    const last = stage?.taps.find((it) => it.layer === 'logits');
    expect(last).toMatchObject({ network: stage?.train[0], at: 'stage2.block1.relu2' });
  });
});
