import { learningIn, type Plan, type Stage } from '../../../plan/plan.ts';
import type { Pass } from './pass.ts';

/** Drops networks and data that no stage and no output reads. */
export const dropUnused: Pass = (plan) => {
  const read = new Set([
    ...plan.stages.flatMap((stage) => [
      ...learningIn(stage),
      ...stage.taps.map((tap) => tap.network),
      ...(stage.weights ?? []).map((row) => row.network),
    ]),
    ...plan.outputs.flatMap((output) => {
      if (output.kind === 'leaderboard') return [];
      if (output.kind === 'router') return output.tasks.map((it) => it.network);
      return output.kind === 'evaluation' && output.teacher
        ? [output.network, output.teacher]
        : [output.network];
    }),
  ]);
  const networks = withSources(read, plan);
  const sources = new Set([
    ...plan.stages.map((stage) => stage.read),
    ...plan.outputs.flatMap((output) => {
      if (output.kind === 'router') return output.tasks.map((it) => it.source);
      return output.kind === 'evaluation' ? [output.source] : [];
    }),
  ]);
  return {
    plan: {
      ...plan,
      stages: plan.stages.map((stage) => withFollowers(stage, networks)),
      networks: plan.networks.filter((it) => networks.has(it.id)),
      data: plan.data.filter((it) => sources.has(it.id)),
    },
    notes: [],
  };
};

/** Networks with all that they begin from. */
function withSources(read: ReadonlySet<string>, { networks }: Plan): Set<string> {
  const all = new Set(read);
  // A network that is derived may be added before or after its sources: once more until nothing is new.
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const { id, start } of networks)
      if (all.has(id) && start.kind === 'derived') for (const from of start.from) all.add(from);
  }
  return all;
}

/** A network that follows another and is never read is let go. */
function withFollowers({ follow = [], ...stage }: Stage, networks: ReadonlySet<string>): Stage {
  const kept = follow.filter((it) => networks.has(it.network));
  return kept.length === 0 ? stage : { ...stage, follow: kept };
}
