import { useMemo, useState } from 'react';
import { comparedNetworks } from '../../../src/plan/leaderboard.ts';
import { Icon } from '../../design/icon.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Switch } from '../../design/switch.tsx';
import type { RunData } from '../run-data.ts';
import { isLive, type RunState } from '../run-state.ts';
import type { Comparison, RunView } from '../run-view.ts';
import { ClosedList } from './closed-list.tsx';
import { classWords } from './confusion.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { DifferenceMatrix } from './difference-matrix.tsx';
import { LeaderboardTable } from './leaderboard-table.tsx';
import { leaderboards, leaderboardVerdict } from './leaderboards.ts';
import { ResultFoot } from './result-foot.tsx';
import { type ResultRow, resultRows } from './result-rows.ts';
import './result-tab.css';
import { ResultTable } from './result-table.tsx';
import { resultVerdict, type Verdict } from './result-verdict.ts';
import { taskTables } from './systems.ts';
import { TaskMatrix } from './task-matrix.tsx';

/** What a run came to: a sentence, the figures of each network, and where each goes wrong. */
export function ResultTab({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const all = resultRows(data, view);
  const boards = leaderboards(data, view);
  // Students of a shoot-out are many; their table tells of them by method.
  const compared = comparedNetworks(data.plan);
  const rows = all.filter((it) => !compared.has(it.network));
  const best = all.filter((it) => boards.some(({ standings }) => standings[0]?.networks[0] === it.network));
  const verdict = boards[0] ? leaderboardVerdict(boards[0]) : resultVerdict(rows, data.plan);
  return (
    <div className="result">
      <div className="result-main">
        <Headline {...(verdict ?? unmeasured(view.state))} />
        {boards.map((it) => (
          <LeaderboardTable key={it.id} board={it} />
        ))}
        {rows.length > 0 && <ResultTable rows={rows} />}
        {taskTables(data, view).map((it) => (
          <TaskMatrix key={it.id} table={it} document={data.document} />
        ))}
        <ClosedList data={data} view={view} />
        <ResultFoot data={data} view={view} rows={all} />
      </div>
      <Mistakes rows={[...rows, ...best]} data={data} comparisons={view.comparisons} />
    </div>
  );
}

function Headline({ tone, headline, more }: Verdict) {
  return (
    <div className="verdict selectable" data-tone={tone}>
      <Icon name={icons[tone]} className="verdict-icon" />
      <div>
        <p className="verdict-headline">{headline}</p>
        {more && <p className="verdict-more">{more}</p>}
      </div>
    </div>
  );
}

const icons = { good: 'result', plain: 'info', warning: 'warning' } as const;

const unmeasured = (state: RunState): Verdict =>
  isLive(state)
    ? { tone: 'plain', headline: 'The result stands here when training has ended.', more: '' }
    : { tone: 'plain', headline: 'There is no result: no student was measured.', more: '' };

type MistakesProps = {
  readonly rows: readonly ResultRow[];
  readonly data: RunData;
  readonly comparisons: readonly Comparison[];
};

function Mistakes({ rows, data: { plan, titles }, comparisons }: MistakesProps) {
  const measured = rows.filter((it) => it.evaluation);
  const [chosen, setChosen] = useState<string | null>(null);
  const [beside, setBeside] = useState(false);
  const shown =
    measured.find((it) => it.network === chosen) ??
    measured.find((it) => it.kind === 'student') ??
    measured[0];
  const output = shown?.evaluation?.output ?? '';
  const words = useMemo(() => classWords(plan, output), [plan, output]);
  if (!shown?.evaluation) return null;
  const compared = comparisons.find((it) => it.output === output);
  return (
    <div className="result-side">
      <div className="result-side-head">
        <Segmented
          label="Mistakes of"
          size="small"
          options={measured.map(({ network, title }) => ({ value: network, label: title }))}
          value={shown.network}
          onChange={setChosen}
        />
        <span className="result-axes" title="Rows are true classes, columns what it said">
          true ↓ said →
        </span>
      </div>
      {compared && beside ? (
        <DifferenceMatrix
          title={shown.title}
          teacherTitle={titles.get(compared.teacher) ?? 'its teacher'}
          teacher={compared.confusion}
          student={shown.evaluation.confusion}
          words={words}
        />
      ) : (
        <ConfusionMatrix title={shown.title} confusion={shown.evaluation.confusion} words={words} />
      )}
      {compared && <Switch label="Less what its teacher says" checked={beside} onChange={setBeside} />}
    </div>
  );
}
