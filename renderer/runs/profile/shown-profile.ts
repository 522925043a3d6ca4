import { type NodeCost, type Profile, profileByNode } from '../../../src/plan/profile-by-node.ts';
import type { OpenedRun } from '../../stores/runs.ts';
import type { RunData } from '../run-data.ts';

/** The stage that was asked for, and of which run. */
export type AskedStage = { readonly run: string; readonly stage: string } | null;

/** The profile that is shown of a run: the one asked for, else the distilled student's, else the newest. */
export function shownProfile(
  { data, view }: Pick<OpenedRun, 'data' | 'view'>,
  asked: AskedStage,
): Profile | undefined {
  const wanted = asked?.run === data.run ? view.profiles[asked.stage] : undefined;
  if (wanted) return wanted;
  const profiled = data.lanes.filter((it) => view.profiles[it.stage]);
  const lane = profiled.findLast((it) => it.kind === 'student') ?? profiled.at(-1);
  return lane && view.profiles[lane.stage];
}

const known = new WeakMap<Profile, readonly NodeCost[]>();

/** What each node costs; made once a profile, so that a card is not drawn anew for it. */
export function nodeCosts(profile: Profile, { origin }: Pick<RunData, 'origin'>): readonly NodeCost[] {
  const before = known.get(profile);
  if (before) return before;
  const costs = profileByNode(profile, origin);
  known.set(profile, costs);
  return costs;
}

/** Images a second at the pace that was timed. */
export function timedRate(profile: Profile, { lanes }: Pick<RunData, 'lanes'>): number | null {
  const lane = lanes.find((it) => it.stage === profile.stage);
  return lane && profile.milliseconds > 0 ? (lane.batch / profile.milliseconds) * 1000 : null;
}
