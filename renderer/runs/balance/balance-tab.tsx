import { balanceByTask } from '../../../src/plan/loss-balance.ts';
import type { Stage } from '../../../src/plan/plan.ts';
import { tasksOf } from '../../../src/plan/tasks.ts';
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
  const tasks = balanceByTask(stage, events);
  const intervals = new Set(tasks.flatMap(({ task }) => task.balance?.every ?? []));
  const titleOf = ({ train: [student = ''] }: Stage): string => data.titles.get(student) ?? student;
  return (
    <div className="side-tab">
      <div className="side-tab-choices">
        <StageChoice
          lanes={data.lanes}
          shown={stage.id}
          figure={(lane) => {
            const own = data.plan.stages.find((it) => it.id === lane.stage);
            const measured = own ? balanceByTask(own, data.balances.get(lane.stage) ?? []) : [];
            const count = measured.reduce((sum, it) => sum + (it.events.at(-1)?.parts.length ?? 0), 0);
            return count === 0 ? undefined : `${count} losses`;
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
          <dd>
            {intervals.size === 1 && intervals.has(1)
              ? 'step'
              : `${[...intervals].map(formatCount).join(' or ')} steps`}
            {stage.tasks && ' of a task'}
          </dd>
        </dl>
        <p className="side-tab-hint">
          Figures are means of the last five measurements, each on one batch. Press a loss to go to its
          weight.
        </p>
      </div>
      <div className="balance-main">
        {tasks.map(({ task, events: own }) => (
          <section key={task.total} className="balance-task" aria-label={titleOf(task)}>
            {stage.tasks && <h3 className="balance-task-title">{titleOf(task)}</h3>}
            <BalanceTable data={data} stage={task} events={own} />
          </section>
        ))}
      </div>
    </div>
  );
}

function NoBalance({ data, live }: { readonly data: RunData; readonly live: boolean }) {
  const wanted = data.plan.stages.flatMap(tasksOf).some((it) => it.balance !== null);
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
