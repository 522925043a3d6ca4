import { drawnShape } from '../../../plan/channel-masks.ts';
import type { Network, Note, Stage } from '../../../plan/plan.ts';
import { count } from '../amounts.ts';
import { once, type Pass } from './pass.ts';

/**
 * From so many times the parameters on, a student often learns less from a teacher than from a smaller one (Mirzadeh et
 * al.: teacher assistants, 2019, arXiv:1902.03393); where it begins hangs on data and networks.
 */
const GAP = 20;

/** Says where a teacher is so much larger than its student that one of a size between them may teach it better. */
export const tellCapacity: Pass = (plan, { origin }) => {
  const networks = new Map(plan.networks.map((it) => [it.id, it]));
  const notes = plan.stages.flatMap((stage) => gapsOf(stage, networks, origin[stage.id] ?? []));
  return { plan, notes: once(notes) };
};

function gapsOf(
  { train, taps, baselineOf }: Stage,
  networks: ReadonlyMap<string, Network>,
  nodes: readonly string[],
): Note[] {
  const student = networks.get(train[0] ?? '');
  if (!student || baselineOf !== null) return [];
  const teachers = new Set(taps.map((it) => it.network).filter((id) => !train.includes(id)));
  return [...teachers].flatMap((id): Note[] => {
    const teacher = networks.get(id);
    if (!teacher || teacher.role === 'projector') return [];
    const times = sizeOf(teacher) / Math.max(1, sizeOf(student));
    if (times <= GAP) return [];
    return [
      {
        code: 'capacity-gap',
        nodes: [...nodes],
        text: `The teacher has ${count(Math.round(times))} times as many parameters as its student. From about ${GAP} times on students often learn less from it: an assistant of a size between them may teach better.`,
      },
    ];
  });
}

const sizeOf = (network: Network): number => drawnShape(network).parameters;
