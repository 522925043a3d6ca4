import { expect, test } from 'vitest';
import { studentAlone } from '../../../src/plan/training.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf } from '../compile/templates.ts';
import { onPatterns } from './graph/small-plans.ts';
import { turned } from './graph/taught-documents.ts';
import { runHere, type Told } from './run-here.ts';
import { WAYS } from './ways.ts';

/* The students of several tasks, once more without their teachers. */

const SETTINGS = { clip: 0.5 };
/** The first task learns from a teacher, the second from labels alone; they share a trunk. */
const taught = turned({}, { ...SETTINGS, baseline: true });
/** Both learn from labels alone. */
const labelled = rewired(
  {
    ...turned({}, SETTINGS),
    nodes: {
      ...turned({}, SETTINGS).nodes,
      plain: { type: 'loss.cross-entropy', version: 1, position: { x: 0, y: 0 }, params: {} },
    },
  },
  ['trainer.task1'],
  ['student.logits > plain.student', 'transform.data > plain.labels', 'plain.loss > trainer.task1'],
);

/** Each step of the last stage, with the students in order. */
function stepsOf(told: Told): Map<number, unknown> {
  const last = told.of('metrics').at(-1)?.stage;
  const students = [
    ...new Set(told.of('metrics').flatMap((it) => (it.stage === last ? (it.student ?? '') : []))),
  ].sort();
  return new Map(
    told
      .of('metrics')
      .filter((it) => it.stage === last)
      .flatMap(({ student = '', steps, columns }) =>
        steps.map((step, at): [number, unknown] => {
          const of = (name: string) => columns[name]?.[at];
          return [
            step,
            [students.indexOf(student), of('loss'), of('accuracy'), of('rate'), of('gradient-norm')],
          ];
        }),
      ),
  );
}

test.each(WAYS)(
  '%s: they come to what students of labels alone come to, bit for bit',
  async (_, { engineFolder, reference }) => {
    const both = await runHere(onPatterns(taught), { engineFolder, reference });
    const alone = await runHere(onPatterns(labelled), { engineFolder, reference });
    for (const it of [both, alone]) expect(it.ending).toMatchObject({ how: 'done' });
    expect(stepsOf(both).size).toBe(10);
    expect(stepsOf(both)).toEqual(stepsOf(alone));
    const measured = (told: Told, network: string) => {
      const { loss, accuracy } =
        told.of('evaluation').find((it) => it.measured.network === network)?.measured ?? {};
      expect(loss).toBeGreaterThan(0);
      return { loss, accuracy };
    };
    const students = ({ plan }: ReturnType<typeof planOf>): string[] =>
      plan.stages.find((it) => it.tasks)?.train ?? [];
    const { stages } = planOf(taught).plan;
    for (const [at, student] of students(planOf(taught)).entries()) {
      const repeated = studentAlone(stages, student) ?? expect.fail('nobody repeats it');
      expect(measured(both, repeated)).toEqual(measured(alone, students(planOf(labelled))[at] ?? ''));
      // Teachers do change something, in the trunk for the other task too.
      expect(measured(both, student)).not.toEqual(measured(both, repeated));
    }
  },
);
