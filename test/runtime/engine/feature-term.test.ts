import { describe, expect, test } from 'vitest';
import { lossPartNames } from '../../../src/nodes/loss-part-names.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { featured } from './graph/feature-documents.ts';
import { onPatterns } from './graph/small-plans.ts';
import { averaged } from './graph/taught-documents.ts';
import { runHere } from './run-here.ts';
import { WAYS, type Way } from './ways.ts';

/* The feature term of SysMT, μ · mean (P(fˢ) − f̄)², wired of Averaged layers, a Projector and a Feature distance. */

type Steps = Map<number, Record<string, number | null>>;

/** What each step of the student's stage told, terms by their op. */
async function stepsOf(document: Document, { engineFolder, reference }: Way): Promise<Steps> {
  const plan = onPatterns(document);
  const stage = plan.stages.at(-1) ?? expect.fail('no stage');
  const told = await runHere(plan, { engineFolder, reference });
  expect(told.ending).toMatchObject({ how: 'done' });
  const nameOf = (column: string): string =>
    stage.terms.find((it) => `term:${it.id}` === column)?.op ?? column;
  const own = told.of('metrics').filter((it) => it.stage === stage.id);
  return new Map(
    own.flatMap(({ steps, columns }) =>
      steps.map((step, at) => {
        const values = Object.entries(columns).map(([name, it]) => [nameOf(name), it[at] ?? null]);
        return [step, Object.fromEntries(values)] as const;
      }),
    ),
  );
}
const column = (steps: Steps, name: string) => [...steps.values()].map((it) => it[name] ?? expect.fail(name));

const ANSWERS = 'loss.tempered-softmax';
const TERM = 'loss.feature-distance';

describe('the feature term', () => {
  const { plan, origin } = planOf(featured());
  const stage = plan.stages.at(-1) ?? expect.fail('no stage');

  test('is a loss of the student beside the others, through a projector that learns with it', () => {
    expect(problemsOf(featured())).toEqual([]);
    expect(stage.train).toHaveLength(1);
    expect(stage.projectors).toHaveLength(1);
    const mean = stage.terms.find((it) => it.op === 'model.averaged-layers');
    const teachers = Object.values(mean?.in ?? {}).map(
      (id) => stage.taps.find((it) => it.id === id)?.network,
    );
    expect(new Set(teachers).size).toBe(2);
    for (const it of teachers) expect(stage.train).not.toContain(it);
    const names = lossPartNames(stage, stage.balance?.parts ?? [], origin, (node) => node);
    expect([...names.values()].map((it) => it.node)).toContain('near');
  });

  test('takes no layer that learns for a teacher', () => {
    const swapped = rewired(
      featured(),
      ['layers.teacher2'],
      ['student.layer:activation-1 > layers.teacher2'],
    );
    expect(problemsOf(swapped).length).toBeGreaterThan(0);
  });
});

describe.each(WAYS)('%s', (_, way) => {
  test('with a weight of 0 a student learns what it learns without, bit for bit', async () => {
    const [none, without] = [
      await stepsOf(featured(0), way),
      await stepsOf(averaged({ temperature: 2 }), way),
    ];
    expect(none.size).toBe(5);
    expect(column(none, ANSWERS)).toEqual(column(without, ANSWERS));
    expect(column(await stepsOf(featured(2), way), ANSWERS)).not.toEqual(column(without, ANSWERS));
  });

  test('with one teacher twice it is the distance to that teacher, bit for bit', async () => {
    const twice = withParams(featured(), 'second', { seed: 1 });
    const alone = rewired(
      featured(),
      ['projector.like', 'near.teacher', 'average.teacher2'],
      ['teacher.layer:activation-1 > projector.like', 'teacher.layer:activation-1 > near.teacher'],
    );
    const both = rewired(
      twice,
      ['layers.teacher2', 'average.teacher2'],
      ['teacher.layer:activation-1 > layers.teacher2'],
    );
    const [one, other] = [await stepsOf(both, way), await stepsOf(alone, way)];
    expect(column(one, TERM)).toEqual(column(other, TERM));
    expect(column(one, 'loss')).toEqual(column(other, 'loss'));
  });

  test('the layer comes nearer to the mean than it does without', async () => {
    const near = column(await stepsOf(featured(20), way), TERM);
    const far = column(await stepsOf(featured(0), way), TERM);
    // The projector learns by this term alone, and by nothing at a weight of 0.
    expect(near.at(0)).toBe(far.at(0));
    expect(near.at(-1)).toBeLessThan(0.8 * (far.at(-1) ?? 0));
  });
});
