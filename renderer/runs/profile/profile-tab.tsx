import { shownKeys } from '../../canvas/shown-keys.ts';
import { Button } from '../../design/button.tsx';
import { usePanelView } from '../panel-view.ts';
import type { RunData } from '../run-data.ts';
import { startRun } from '../run-start.ts';
import { isLive } from '../run-state.ts';
import type { RunView } from '../run-view.ts';
import { ProfileSide } from './profile-side.tsx';
import '../side-tab.css';
import './profile-tab.css';
import { ProfileTable } from './profile-table.tsx';
import { nodeCosts, shownProfile } from './shown-profile.ts';

type ProfileTabProps = { readonly data: RunData; readonly view: RunView };

/** Where the time and the memory of a stage's steps went, by the person's own nodes. */
export function ProfileTab({ data, view }: ProfileTabProps) {
  const asked = usePanelView((it) => it.profiled);
  const profile = shownProfile({ data, view }, asked);
  if (!profile) return <NoProfile live={isLive(view.state)} />;
  return (
    <div className="side-tab">
      <ProfileSide data={data} view={view} profile={profile} />
      <div className="profile-main">
        <ProfileTable costs={nodeCosts(profile, data)} document={data.document} />
      </div>
    </div>
  );
}

/** A run is measured where it was asked for, as measuring takes time too. */
function NoProfile({ live }: { readonly live: boolean }) {
  const { keys } = shownKeys('run-profile');
  return (
    <div className="no-figures">
      <h3 className="no-figures-title">No profile yet</h3>
      <p>
        A run with profile measures some steps of each stage: how long each node of the pipeline takes, and
        how much memory.
        {live && ' If this run was started so, its profile appears here after its first steps.'}
      </p>
      {!live && (
        <Button icon="gauge" title={keys} onClick={() => void startRun({ profile: true })}>
          Run with profile
        </Button>
      )}
    </div>
  );
}
