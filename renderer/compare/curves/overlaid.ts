import type { Track } from '../../runs/lanes.ts';
import type { RunData } from '../../runs/run-data.ts';
import type { RunView } from '../../runs/run-view.ts';
import type { OpenedRun } from '../../stores/runs.ts';
import type { RunLook } from '../run-look.ts';

/** Which training of each run is laid over the others. */
export type Role = 'student' | 'teacher' | 'baseline';

/** One run among the curves: its training of one role. */
export type Overlaid = {
  readonly run: string;
  readonly title: string;
  readonly look: RunLook;
  readonly data: RunData;
  readonly view: RunView;
  readonly track: Track;
};

/** The training of a role in a run: of several students the last, as in the list of runs; an assistant teaches. */
export function trackOf({ tracks }: Pick<RunData, 'tracks'>, role: Role): Track | undefined {
  if (role === 'teacher')
    return tracks.find((it) => it.kind === 'teacher') ?? tracks.find((it) => it.kind === 'assistant');
  return tracks.findLast((it) => it.kind === role);
}

/** The roles that at least one of these runs trains, the student first. */
export const rolesIn = (opened: readonly OpenedRun[]): readonly Role[] =>
  (['student', 'teacher', 'baseline'] as const).filter((role) =>
    opened.some(({ data }) => trackOf(data, role) !== undefined),
  );

/** The last step that any of these trainings has or will have. */
export const longestOf = (overlaid: readonly Overlaid[]): number =>
  Math.max(1, ...overlaid.map((it) => it.track.steps));
