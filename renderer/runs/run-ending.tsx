import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { endingWords } from './ending-words.ts';
import type { RunData } from './run-data.ts';
import './run-ending.css';
import type { RunView } from './run-view.ts';
import { stateTone } from './run-words.ts';

type RunEndingProps = {
  readonly data: RunData;
  readonly view: RunView;
  readonly onShowNode: ((node: string) => void) | undefined;
  readonly onContinue: () => void;
};

/** Why a run ended before its end: what happened and where, what to do, and the way on. */
export function RunEnding({ data, view, onShowNode, onContinue }: RunEndingProps) {
  const told = endingWords(data, view);
  return (
    <div className="ending selectable" data-tone={stateTone(view.state)}>
      <Icon className="ending-icon" name={view.state === 'stopped' ? 'stop' : 'error'} />
      <div className="ending-words">
        <p className="ending-title" title={told.title}>
          {told.title}
        </p>
        {told.fix && (
          <p className="ending-fix" title={told.fix}>
            {told.fix}
          </p>
        )}
      </div>
      <div className="ending-actions">
        {told.node && onShowNode && (
          <Button size="small" onClick={() => onShowNode(told.node as string)}>
            Show {told.nodeTitle}
          </Button>
        )}
        {view.summary.resumable && (
          <Button size="small" look="primary" icon="play" onClick={onContinue}>
            Continue from last checkpoint
          </Button>
        )}
      </div>
    </div>
  );
}
