import { neededBy } from '../../../plan/outputs.ts';
import type { Stage } from '../../../plan/plan.ts';
import { readBy } from '../../../plan/tasks.ts';
import { usedBy, withSources } from '../../../plan/training.ts';
import type { Pass } from './pass.ts';

/** Drops networks and data that no stage and no output reads. */
export const dropUnused: Pass = (plan) => {
  const needs = plan.outputs.map(neededBy);
  const read = [
    // To follow is not to be read.
    ...plan.stages.flatMap(({ follow: _, ...stage }) => usedBy(stage)),
    ...needs.flatMap((it) => it.networks),
  ];
  const networks = withSources(read, plan);
  const sources = new Set([...plan.stages.flatMap(readBy), ...needs.flatMap((it) => it.sources)]);
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

/** A network that follows another and is never read is let go. */
function withFollowers({ follow = [], ...stage }: Stage, networks: ReadonlySet<string>): Stage {
  const kept = follow.filter((it) => networks.has(it.network));
  return kept.length === 0 ? stage : { ...stage, follow: kept };
}
