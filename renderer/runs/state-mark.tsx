import { Icon, type IconName } from '../design/icon.tsx';
import { ProgressRing } from '../design/progress.tsx';
import type { RunState } from './run-state.ts';
import { stateTone, stateWord } from './run-words.ts';
import './state-mark.css';

type StateMarkProps = {
  readonly state: RunState;
  /** 0 … 1 */
  readonly progress: number;
};

/** How a run stands, as a sign: a ring that closes while it goes on, an icon when it has ended. */
export function StateMark({ state, progress }: StateMarkProps) {
  const icon = icons[state];
  return (
    <span className="state-mark" data-tone={stateTone(state)}>
      {icon ? (
        <Icon name={icon} label={stateWord(state)} />
      ) : (
        <ProgressRing
          label={stateWord(state)}
          value={state === 'preparing' ? 0 : progress}
          colour={state === 'paused' ? 'var(--warning)' : 'var(--accent)'}
          size={16}
        />
      )}
    </span>
  );
}

/** Where there is none, a ring. */
const icons: Readonly<Partial<Record<RunState, IconName>>> = {
  queued: 'clock',
  done: 'check',
  stopped: 'stop',
  failed: 'error',
  killed: 'zap',
};
