import type { Plan } from '../../../src/plan/plan.ts';
import { tasksOf } from '../../../src/plan/tasks.ts';

/**
 * The temperature of the loss by which a network's answers become like others'; null where it learns without one. Of several the
 * first in the order of the plan.
 */
export function lossTemperature(
  { stages, networks }: Pick<Plan, 'stages' | 'networks'>,
  network: string,
): number | null {
  const last = networks.find((it) => it.id === network)?.layers.at(-1)?.id;
  for (const task of stages.flatMap(tasksOf).filter((it) => it.train.includes(network))) {
    // A temperature of what stands before the answer, as of contrasts between features, softens no class.
    const answers = new Set(
      task.taps.filter((it) => it.network === network && it.layer === last).map((it) => it.id),
    );
    for (const { in: roles, args } of task.terms)
      if (typeof args.temperature === 'number' && Object.values(roles).some((it) => answers.has(it)))
        return args.temperature;
  }
  return null;
}
