import type { Note, Origin, Stage } from '../../../plan/plan.ts';
import { learnsAnswers } from '../../../plan/training.ts';
import { once, type Pass } from './pass.ts';

/** Says what a person might not expect: that a teacher is trained first, that a baseline doubles the work, what is left out. */
export const tellOrder: Pass = (plan, { origin }) => {
  const notes: Note[] = [];
  const roleOf = new Map(plan.networks.map((it) => [it.id, it.role]));
  const began = (of: string): boolean => {
    const students = plan.stages.find((it) => it.id === of)?.train ?? [];
    return plan.networks.some((it) => students.includes(it.id) && it.start.kind !== 'fresh');
  };
  for (const stage of plan.stages) {
    const nodes = origin[stage.id] ?? [];
    const silent = plan.networks.filter((it) => stage.train.includes(it.id) && !learnsAnswers(stage, it));
    if (silent.length > 0)
      notes.push({
        code: 'answers-later',
        nodes,
        text: `Stage ${plan.stages.indexOf(stage) + 1} trains layers before the last one alone: its student is as right as chance until a later stage teaches its answers.`,
      });
    if (stage.baselineOf !== null)
      notes.push({
        code: 'baseline',
        nodes,
        text: `The same ${stage.tasks ? 'students are' : 'student is'} trained once more without a teacher, from ${began(stage.baselineOf) ? 'weights that are drawn anew,' : 'the same start'} on the same examples${stage.tasks ? ' in the same turns' : ''}, for ${stage.steps} steps.`,
      });
  }
  const first = plan.stages.filter((it) => it.train.some((id) => roleOf.get(id) === 'teacher'));
  const teachers = first.length > 0 ? [teachersFirst(first, origin)] : [];
  return { plan, notes: [...teachers, ...once(notes)] };
};

function teachersFirst(stages: readonly Stage[], origin: Origin): Note {
  const steps = [...new Set(stages.map((it) => it.steps))];
  const who = stages.length === 1 ? 'The teacher is' : `${stages.length} teachers are`;
  const long =
    steps.length === 1
      ? `${steps[0]} steps${stages.length === 1 ? '' : ' each'}`
      : `${stages.map((it) => it.steps).join(', ')} steps`;
  return {
    code: 'teacher-first',
    nodes: [...new Set(stages.flatMap((it) => origin[it.id] ?? []))],
    text: `${who} trained first, for ${long}.`,
  };
}
