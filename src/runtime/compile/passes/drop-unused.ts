import { learningIn } from '../../../plan/plan.ts';
import type { Pass } from './pass.ts';

/** Drops networks and data that no stage and no output reads. */
export const dropUnused: Pass = (plan) => {
  const networks = new Set([
    ...plan.stages.flatMap((stage) => [...learningIn(stage), ...stage.taps.map((tap) => tap.network)]),
    ...plan.outputs.flatMap((output) => {
      if (output.kind === 'leaderboard') return [];
      return output.kind === 'evaluation' && output.teacher
        ? [output.network, output.teacher]
        : [output.network];
    }),
  ]);
  const sources = new Set([
    ...plan.stages.map((stage) => stage.read),
    ...plan.outputs.flatMap((output) => (output.kind === 'evaluation' ? [output.source] : [])),
  ]);
  return {
    plan: {
      ...plan,
      networks: plan.networks.filter((it) => networks.has(it.id)),
      data: plan.data.filter((it) => sources.has(it.id)),
    },
    notes: [],
  };
};
