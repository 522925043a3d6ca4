import { CurvesBoard } from './curves-board.tsx';
import { LiveFacts } from './live-facts.tsx';
import type { RunData } from './run-data.ts';
import { RunEnding } from './run-ending.tsx';
import { isLive } from './run-state.ts';
import type { RunView } from './run-view.ts';

type LiveTabProps = {
  readonly data: RunData;
  readonly view: RunView;
  readonly onShowNode: ((node: string) => void) | undefined;
  readonly onContinue: () => void;
};

/** The run while it goes on, and its curves afterwards. */
export function LiveTab({ data, view, onShowNode, onContinue }: LiveTabProps) {
  const ended = !isLive(view.state) && view.state !== 'done';
  return (
    <div className="live">
      <LiveFacts data={data} view={view} />
      <div className="live-main">
        {ended && <RunEnding data={data} view={view} onShowNode={onShowNode} onContinue={onContinue} />}
        <CurvesBoard key={data.run} data={data} view={view} />
      </div>
    </div>
  );
}
