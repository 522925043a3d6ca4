import type { Plan } from '../../../src/plan/plan.ts';
import { tasksOf } from '../../../src/plan/tasks.ts';
import { studentAlone } from '../../../src/plan/training.ts';
import type { ResultRow } from './result-rows.ts';

/** The measured student that the run is about: one that was trained alone too, else the last. */
export function mainStudent(rows: readonly ResultRow[], plan: Plan): ResultRow | undefined {
  const students = rows.filter((it) => it.kind === 'student' && it.evaluation);
  return students.find((it) => aloneOf(rows, plan, it.network)) ?? students.at(-1);
}

/** Measured students that were trained alone too, each beside itself alone. */
export function besideAlone(
  rows: readonly ResultRow[],
  plan: Plan,
): readonly (readonly [ResultRow, ResultRow])[] {
  return rows.flatMap((student) => {
    const alone =
      student.kind === 'student' && student.evaluation ? aloneOf(rows, plan, student.network) : undefined;
    return alone?.evaluation ? [[student, alone] as const] : [];
  });
}

/** The same student without a teacher. */
export function aloneOf(
  rows: readonly ResultRow[],
  { stages }: Plan,
  student: string,
): ResultRow | undefined {
  const alone = studentAlone(stages, student);
  return rows.find((it) => it.network === alone);
}

/** The networks that a student listened to: frozen ones, and those that learned with it; none of another task of its stage. */
export function teachersOf({ stages }: Plan, student: string): readonly string[] {
  const stage = stages.flatMap(tasksOf).find((it) => it.train.includes(student));
  const own = new Set([student, ...(stage?.projectors ?? [])]);
  const heard = stage?.taps.map((it) => it.network).filter((it) => !own.has(it));
  return [...new Set(heard)];
}
