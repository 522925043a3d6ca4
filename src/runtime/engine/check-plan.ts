import type { Plan } from '../../plan/plan.ts';
import { EngineProblem } from './engine-problem.ts';
import { operation, rateFactor } from './operation-list.ts';

/** Letters, digits, spaces, dots, - and _: a name, never a path. */
const FILE_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N} ._-]{0,99}$/u;

/**
 * What would otherwise show itself after hours of training: ops and arguments that this engine does not know, an
 * answer asked of a part without examples, a file name that is none.
 *
 * @throws EngineProblem
 */
export function checkPlan(plan: Plan): void {
  for (const stage of plan.stages) {
    for (const term of stage.terms) operation('term', term.op, term.args, term.id);
    operation('optimizer', stage.optimizer.op, stage.optimizer.args, stage.id);
    rateFactor(stage.optimizer.schedule, stage.id);
  }
  const names = new Set<string>();
  for (const output of plan.outputs)
    if (output.kind === 'evaluation') {
      const source = plan.data.find((it) => it.id === output.source);
      if (source && source.counts[output.part] === 0)
        throw new EngineProblem({
          code: 'part-empty',
          message: `The evaluation asks for the ${output.part} part, and ${source.set} has none.`,
          at: output.id,
          fix: 'Choose another part in the evaluation node, or split the training examples.',
        });
    } else if (output.kind === 'saved-model') {
      if (!FILE_NAME.test(output.name))
        throw new EngineProblem({
          code: 'model-name',
          message: `A model cannot be saved as ${JSON.stringify(output.name.slice(0, 100))}.`,
          at: output.id,
          fix: 'Use letters, digits, spaces, dots, - and _ in the save node.',
        });
      // Some disks do not tell capitals from small letters.
      const name = output.name.toLowerCase();
      if (names.has(name))
        throw new EngineProblem({
          code: 'model-name',
          message: `Two models are to be saved as ${output.name}.`,
          at: output.id,
          fix: 'Give each save node a name of its own.',
        });
      names.add(name);
    }
}
