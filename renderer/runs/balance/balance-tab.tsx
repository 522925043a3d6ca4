import { formatCount } from '../format.ts';
import { usePanelView } from '../panel-view.ts';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import type { RunView } from '../run-view.ts';
import { StageChoice } from '../stage-choice.tsx';
import '../side-tab.css';
import './balance-tab.css';
import { BalanceTable } from './balance-table.tsx';
import { shownBalance } from './shown-balance.ts';

type BalanceTabProps = { readonly data: RunData; readonly view: RunView };

/** What each of several losses brings to the training of a stage, as it goes on. */
export function BalanceTab({ data, view }: BalanceTabProps) {
  const asked = usePanelView((it) => it.balanced);
  const shown = shownBalance(data, view, asked);
  if (!shown) return <NoBalance data={data} live={isLive(view.state)} />;
  const { stage, events } = shown;
  return (
    <div className="side-tab">
      <div className="side-tab-choices">
        <StageChoice
          lanes={data.lanes}
          shown={stage.id}
          figure={(lane) => {
            const count = data.balances.get(lane.stage)?.at(-1)?.parts.length;
            return count === undefined ? undefined : `${count} losses`;
          }}
          titles={{ with: 'Show the balance of its losses', without: 'Nothing was measured' }}
          onChoose={(id) => usePanelView.setState({ balanced: { run: data.run, stage: id } })}
        />
        <dl className="facts">
          <dt>Step</dt>
          <dd>
            {formatCount(events.at(-1)?.step ?? 0)} of {formatCount(stage.steps)}
          </dd>
          <dt>Measured</dt>
          <dd>{events.length === 1 ? 'once' : `${formatCount(events.length)} times`}</dd>
          <dt>Every</dt>
          <dd>{stage.balance?.every === 1 ? 'step' : `${formatCount(stage.balance?.every ?? 0)} steps`}</dd>
        </dl>
        <p className="side-tab-hint">
          Figures are means of the last five measurements, each on one batch. Press a loss to go to its
          weight.
        </p>
      </div>
      <div className="balance-main">
        <BalanceTable data={data} stage={stage} events={events} />
      </div>
    </div>
  );
}

function NoBalance({ data, live }: { readonly data: RunData; readonly live: boolean }) {
  const wanted = data.plan.stages.some((it) => it.balance !== null);
  return (
    <div className="no-figures">
      <h3 className="no-figures-title">{wanted ? 'Nothing measured yet' : 'Nothing to balance'}</h3>
      <p>
        {wanted
          ? 'Where a network learns from several losses, it is measured now and then how hard each of them pulls.'
          : 'Every network of this run learns from one loss, or its trainer has “Balance of losses” switched off.'}
        {wanted && live && ' The first figures come with the first step of such a stage.'}
      </p>
    </div>
  );
}
