import { exampleWord } from '../../../src/plan/example-word.ts';
import type { Profile } from '../../../src/plan/profile-by-node.ts';
import { Button } from '../../design/button.tsx';
import { useRuns } from '../../stores/runs.ts';
import { formatCount, formatMilliseconds, formatRate } from '../format.ts';
import { usePanelView } from '../panel-view.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import { StageChoice } from '../stage-choice.tsx';
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
    <div className="side-tab-choices">
      <StageChoice
        lanes={lanes}
        shown={profile.stage}
        figure={({ stage }) => {
          const timed = view.profiles[stage];
          return timed && `${formatMilliseconds(timed.milliseconds)} ms`;
        }}
        titles={{ with: 'Show where the time goes', without: 'No profile of it' }}
        onChoose={(stage) => usePanelView.setState({ profiled: { run, stage } })}
      />
      <dl className="facts">
        <dt>A step</dt>
        <dd>{formatMilliseconds(profile.milliseconds)} ms</dd>
        {rate !== null && (
          <>
            <dt>Speed</dt>
            <dd>
              {formatRate(rate)} {exampleWord(data.plan)}s/s
            </dd>
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
        <p className="side-tab-hint">Chrome (chrome://tracing) and ui.perfetto.dev open it.</p>
      </div>
    </div>
  );
}
