import type { Note } from '../../../plan/plan.ts';
import { once, type Pass } from './pass.ts';

/** Says what a person might not expect: that a teacher is trained first, that a baseline doubles the work, what is left out. */
export const tellOrder: Pass = (plan, { origin }) => {
  const notes: Note[] = [];
  const roleOf = new Map(plan.networks.map((it) => [it.id, it.role]));
  const began = (of: string): boolean => {
    const [student] = plan.stages.find((it) => it.id === of)?.train ?? [];
    return plan.networks.find((it) => it.id === student)?.start.kind !== 'fresh';
  };
  for (const stage of plan.stages) {
    const nodes = origin[stage.id] ?? [];
    if (stage.train.some((id) => roleOf.get(id) === 'teacher'))
      notes.push({
        code: 'teacher-first',
        nodes,
        text: `The teacher is trained first, for ${stage.steps} steps.`,
      });
    if (stage.baselineOf !== null)
      notes.push({
        code: 'baseline',
        nodes,
        text: `The same student is trained once more without a teacher, from ${began(stage.baselineOf) ? 'weights that are drawn anew,' : 'the same start'} on the same examples, for ${stage.steps} steps.`,
      });
  }
  return { plan, notes: once(notes) };
};
