import type { Profile } from '../../../src/plan/profile-by-node.ts';
import { Button } from '../../design/button.tsx';
import { useRuns } from '../../stores/runs.ts';
import { LaneKey } from '../chart/legend.tsx';
import { formatCount, formatMilliseconds, formatRate } from '../format.ts';
import type { Lane } from '../lanes.ts';
import { usePanelView } from '../panel-view.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import { timedRate } from './shown-profile.ts';

type ProfileSideProps = {
  readonly data: RunData;
  readonly view: RunView;
  readonly profile: Profile;
};

/** Which stage is shown, how long a step of it takes, and its trace. */
export function ProfileSide({ data, view, profile }: ProfileSideProps) {
  const rate = timedRate(profile, data);
  const { run, lanes } = data;
  return (
    <div className="profile-side">
      <ul className="profile-stages" aria-label="Stages">
        {lanes.map((lane) => (
          <li key={lane.stage}>
            <StageButton
              run={run}
              lane={lane}
              profile={view.profiles[lane.stage]}
              shown={lane.stage === profile.stage}
            />
          </li>
        ))}
      </ul>
      <dl className="facts">
        <dt>A step</dt>
        <dd>{formatMilliseconds(profile.milliseconds)} ms</dd>
        {rate !== null && (
          <>
            <dt>Speed</dt>
            <dd>{formatRate(rate)} images/s</dd>
          </>
        )}
        <dt>Measured</dt>
        <dd>{profile.steps === 1 ? '1 step' : `${formatCount(profile.steps)} steps`}</dd>
      </dl>
      <div className="profile-trace">
        <Button
          size="small"
          icon="folder"
          onClick={() => void useRuns.getState().revealTrace(run, profile.stage)}
        >
          Show trace file
        </Button>
        <p className="profile-hint">Chrome (chrome://tracing) and ui.perfetto.dev open it.</p>
      </div>
    </div>
  );
}

type StageButtonProps = {
  readonly run: string;
  readonly lane: Lane;
  readonly profile: Profile | undefined;
  readonly shown: boolean;
};

function StageButton({ run, lane, profile, shown }: StageButtonProps) {
  return (
    <button
      type="button"
      className="profile-stage"
      aria-pressed={shown}
      disabled={!profile}
      title={profile ? `Show where the time of ${lane.title} goes` : `${lane.title} has no profile`}
      onClick={() => usePanelView.setState({ profiled: { run, stage: lane.stage } })}
    >
      <LaneKey lane={lane} />
      <span className="truncate">{lane.title}</span>
      <span className="profile-stage-time">
        {profile ? `${formatMilliseconds(profile.milliseconds)} ms` : '–'}
      </span>
    </button>
  );
}
