import type { MenuCommand, RunSummary } from '../../electron/contract.ts';
import { shownKeys } from '../canvas/shown-keys.ts';
import { Button, IconButton } from '../design/button.tsx';
import { useDocument } from '../stores/document.ts';
import { useRuns } from '../stores/runs.ts';
import { type ControlPhase, controlPhase } from './control-phase.ts';
import { Obstacles } from './obstacles.tsx';
import './run-controls.css';
import { RunProgress } from './run-progress.tsx';
import { obstacles, startRun, useRunStart } from './run-start.ts';
import { RunWays } from './run-ways.tsx';

/** The top bar's part of a run: starts it, holds it, ends it, and tells how far it is. */
export function RunControls() {
  const starting = useRunStart((it) => it.starting);
  const summaries = useRuns((it) => it.summaries);
  const attached = useRuns((it) => it.attached);
  const asked = useRuns((it) => it.asked);
  const phase = controlPhase({ summaries, attached, asked, starting });
  return (
    <section className="run-controls" aria-label="Run">
      {'summary' in phase && <RunProgress summary={phase.summary} waiting={phase.waiting} />}
      <PhaseButtons phase={phase} />
      <Obstacles />
    </section>
  );
}

function PhaseButtons({ phase }: { readonly phase: ControlPhase }) {
  switch (phase.kind) {
    case 'ready':
      return (
        <>
          {phase.resumable && <ContinueButton summary={phase.resumable} />}
          <RunButton />
        </>
      );
    case 'starting':
      return (
        <Button look="primary" className="run-main" aria-disabled>
          Starting…
        </Button>
      );
    case 'running':
    case 'paused':
      return (
        <>
          <IconButton
            icon="add"
            label="Queue another run"
            title="Queue a run of this pipeline: it begins when the one before it ends"
            onClick={() => void startRun()}
          />
          <HoldButton {...phase} />
          <StopButton {...phase} />
        </>
      );
  }
}

function ContinueButton({ summary: { run, title } }: { readonly summary: RunSummary }) {
  return (
    <Button
      icon="restart"
      title={`Go on with “${title}” from its last checkpoint`}
      onClick={() => void useRuns.getState().continueRun(run)}
    >
      Continue
    </Button>
  );
}

type Going = Extract<ControlPhase, { kind: 'running' | 'paused' }>;

function HoldButton({ kind, summary: { run }, asked }: Going) {
  const { pause, resume } = useRuns.getState();
  const held = kind === 'paused';
  const doing = asked === 'pause' ? 'Pausing…' : asked === 'resume' ? 'Resuming…' : undefined;
  return (
    <Button
      className="run-main"
      look={held ? 'primary' : 'plain'}
      icon={held ? 'play' : 'pause'}
      aria-disabled={asked !== undefined}
      title={withKeys(held ? 'Go on with the run' : 'Hold the run, with a checkpoint', 'pause')}
      onClick={() => asked === undefined && void (held ? resume : pause)(run)}
    >
      {doing ?? (held ? 'Resume' : 'Pause')}
    </Button>
  );
}

function StopButton({ summary: { run }, asked }: Going) {
  const stopping = asked === 'stop';
  return (
    <Button
      icon="stop"
      aria-disabled={stopping}
      title={withKeys('End the run, with a checkpoint to continue from', 'stop')}
      onClick={() => !stopping && void useRuns.getState().stop(run)}
    >
      {stopping ? 'Stopping…' : 'Stop'}
    </Button>
  );
}

/** Stays a button while it cannot run, so that a press tells why. */
function RunButton() {
  const document = useDocument((it) => it.document);
  const refused = useRunStart((it) => it.refused);
  const problems = obstacles(document, { refused });
  const [first] = problems;
  return (
    <div className="run-split">
      <Button
        look="primary"
        icon="play"
        className="run-main"
        aria-disabled={first !== undefined}
        title={first?.message ?? withKeys('Train what is drawn', 'run')}
        onClick={() => void startRun()}
      >
        Run
      </Button>
      <RunWays blocked={first !== undefined} />
    </div>
  );
}

function withKeys(words: string, command: MenuCommand): string {
  const { keys } = shownKeys(command);
  return keys === undefined ? words : `${words} (${keys})`;
}
