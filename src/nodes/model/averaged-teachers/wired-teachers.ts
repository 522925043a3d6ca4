import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import { TEACHERS } from './op.ts';

type Teacher = (typeof TEACHERS)[number];
type Wired = Parameters<PlanBuilder['tensor']>[0];

/** What the teachers that are wired give, by their places. */
export function wiredTeachers(
  inputs: Readonly<Partial<Record<Teacher, Wired | undefined>>>,
  plan: Pick<PlanBuilder, 'tensor'>,
): Partial<Record<Teacher, Ref>> {
  return Object.fromEntries(
    TEACHERS.flatMap((role) => {
      const wired = inputs[role];
      return wired ? [[role, plan.tensor(wired)]] : [];
    }),
  );
}
