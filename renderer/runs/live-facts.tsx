import { exampleWord } from '../../src/plan/example-word.ts';
import { Icon } from '../design/icon.tsx';
import { ProgressBar } from '../design/progress.tsx';
import { LaneKey } from './chart/legend.tsx';
import { formatClock, formatCount, formatLeft, formatRate } from './format.ts';
import { HotPanel } from './hot/hot-panel.tsx';
import { type Lane, laneColour } from './lanes.ts';
import './live-tab.css';
import { MachineFacts } from './machine-facts.tsx';
import { Remark } from './remark.tsx';
import type { RunData } from './run-data.ts';
import { isLive } from './run-state.ts';
import type { RunView } from './run-view.ts';
import { engineWords, imageRate, secondsLeft, slowEngine } from './run-words.ts';

/** Where the run stands, in figures. */
export function LiveFacts({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const slow = view.engine && slowEngine(view.engine);
  return (
    <div className="live-facts">
      <ol className="stages" aria-label="Stages">
        {data.lanes.map((lane) => (
          <StageRow key={lane.stage} lane={lane} view={view} />
        ))}
      </ol>
      <Facts data={data} view={view} />
      <HotPanel data={data} view={view} />
      {slow && <Remark icon="clock">{slow}</Remark>}
    </div>
  );
}

function StageRow({ lane, view }: { readonly lane: Lane; readonly view: RunView }) {
  const done = view.done[lane.stage];
  const share = done === undefined ? 0 : Math.min(1, done / lane.steps);
  const over = share >= 1 || view.state === 'done';
  const active = !over && lane.stage === view.stage;
  return (
    <li className="stage" data-phase={over ? 'done' : active ? 'active' : 'waiting'}>
      <span className="stage-name">
        <LaneKey lane={lane} />
        <span className="truncate">{lane.title}</span>
      </span>
      <span className="stage-state">
        {over ? (
          <Icon name="check" size={14} label="done" />
        ) : active ? (
          `${Math.floor(share * 100)} %`
        ) : isLive(view.state) ? (
          'waits'
        ) : (
          'not begun'
        )}
      </span>
      <ProgressBar label={lane.title} value={over ? 1 : share} colour={laneColour(lane)} />
    </li>
  );
}

function Facts({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const lane = data.lanes.find((it) => it.stage === view.stage);
  const done = lane ? (view.done[lane.stage] ?? 0) : 0;
  const perEpoch = lane ? lane.steps / lane.epochs : 1;
  const left = secondsLeft(view, data.plan);
  const live = isLive(view.state);
  const rate = imageRate(view, lane);
  return (
    <dl className="facts">
      {lane && (
        <>
          <dt>Epoch</dt>
          <dd>
            {Math.min(lane.epochs, Math.floor(done / perEpoch) + 1)} of {lane.epochs}
          </dd>
          <dt>Step</dt>
          <dd>
            {formatCount(done)} of {formatCount(lane.steps)}
          </dd>
        </>
      )}
      {live && (
        <>
          <dt>Speed</dt>
          <dd>{rate === null ? '–' : `${formatRate(rate)} ${exampleWord(data.plan)}s/s`}</dd>
          <dt>Time left</dt>
          <dd>{left === null ? '–' : formatLeft(left)}</dd>
        </>
      )}
      <MachineFacts view={view} />
      <dt>Time</dt>
      <dd>{formatClock(view.elapsed)}</dd>
      {view.engine && (
        <>
          <dt>Engine</dt>
          <dd className="truncate" title={engineWords(view.engine)}>
            {view.engine.kind === 'tensorflow' ? 'TensorFlow' : 'Plain JavaScript'}
            {view.engine.kind === 'tensorflow' && `, ${view.engine.device}`}
          </dd>
        </>
      )}
    </dl>
  );
}
