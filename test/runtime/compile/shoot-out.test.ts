import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { methodNames } from '../../../src/plan/leaderboard.ts';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { planOf, problemsOf, template, withParams } from './templates.ts';

/* What a shoot-out becomes: the same training several times, and nothing different but the loss. */

const shootOut = (params: Record<string, unknown> = {}): Document =>
  withParams(template('shoot-out-mnist'), 'shoot-out', params);
const compile = (params: Record<string, unknown> = {}) => planOf(shootOut(params));

const board = ({ outputs }: Plan) =>
  outputs.find((it) => it.kind === 'leaderboard') ?? expect.fail('there is no leaderboard');
const studentsOf = ({ stages, networks }: Plan, ids: readonly string[]) =>
  ids.map((id) => {
    const { train } = stages.find((it) => it.id === id) as Stage;
    expect(train).toHaveLength(1);
    return networks.find((it) => it.id === train[0]);
  });

describe('a shoot-out', () => {
  test('trains the teacher once, and each method once a seed', () => {
    const { plan } = compile();
    const roles = plan.stages.map((it) => plan.networks.find(({ id }) => id === it.train[0])?.role);
    expect(roles.filter((it) => it === 'teacher')).toHaveLength(1);
    expect(roles.filter((it) => it === 'student')).toHaveLength(4 * 3);
    expect(roles.filter((it) => it === 'baseline')).toHaveLength(3);
    expect(board(plan).entries).toHaveLength(5);
    for (const { stages } of board(plan).entries)
      expect(stages.map((id) => plan.stages.find((it) => it.id === id)?.seed)).toEqual([1, 2, 3]);
  });

  test('gives every method the same start, examples, steps and optimizer, and a network of its own', () => {
    const { plan } = compile();
    for (const seed of [0, 1, 2]) {
      const ids = board(plan).entries.map((it) => it.stages[seed] as string);
      const students = studentsOf(plan, ids);
      expect(new Set(students.map((it) => it?.id)).size).toBe(5);
      const starts = students.map((it) => ({ start: it?.start, layers: it?.layers, input: it?.input }));
      for (const it of starts) expect(it).toEqual(starts[0]);
      const courses = ids.map((id) => {
        const { steps, epochs, batch, read, optimizer, clip, evaluate } = plan.stages.find(
          (it) => it.id === id,
        ) as Stage;
        return {
          steps,
          epochs,
          batch,
          read,
          optimizer,
          clip,
          evaluate,
          seed: plan.stages.find((it) => it.id === id)?.seed,
        };
      });
      for (const it of courses) expect(it).toEqual(courses[0]);
    }
  });

  test('begins at the seed that is set, and leaves the student alone out where it is not asked for', () => {
    const { plan } = compile({ seeds: 2, seed: 7, alone: false });
    expect(new Set(plan.stages.slice(1).map((it) => it.seed))).toEqual(new Set([7, 8]));
    expect(plan.networks.some((it) => it.role === 'baseline')).toBe(false);
    expect(board(plan).entries).toHaveLength(4);
  });

  test('leaves no network in the plan that nothing trains', () => {
    const { plan } = compile();
    const trained = new Set(plan.stages.flatMap((it) => it.train));
    expect(plan.networks.map((it) => it.id).filter((it) => !trained.has(it))).toEqual([]);
  });

  test('calls methods by the titles of their losses, and numbers equal ones', () => {
    const { plan, origin } = compile();
    const titled = methodNames(plan, board(plan), origin, (node) => (node === 'kd-cool' ? 'kd' : node));
    expect([...new Set(titled.values())]).toEqual(['kd', 'kd 2', 'kd-half', 'smoothing', 'Student alone']);
  });

  test('measures every student against the teacher', () => {
    const { plan } = compile();
    const measured = plan.outputs.filter((it) => it.kind === 'evaluation');
    expect(measured.map((it) => it.network).toSorted()).toEqual(plan.networks.map((it) => it.id).toSorted());
    const [teacher, ...students] = measured;
    expect(teacher?.teacher).toBeNull();
    expect(new Set(students.map((it) => it.teacher))).toEqual(new Set([teacher?.network]));
  });

  test('refuses a loss that trains nothing, as a trainer does', () => {
    const document = shootOut();
    const wires = Object.fromEntries(
      Object.entries(document.wires).map(([id, wire]) => [
        id,
        wire.to.node === 'smoothing' && wire.to.port === 'student'
          ? { ...wire, from: { node: 'teacher', port: 'logits' } }
          : wire,
      ]),
    );
    expect(problemsOf({ ...document, wires }).map((it) => it.code)).toContain('student-frozen');
  });
});
