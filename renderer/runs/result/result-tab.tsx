import { useState } from 'react';
import { Segmented } from '../../design/segmented.tsx';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { ResultFoot } from './result-foot.tsx';
import { type ResultRow, resultRows } from './result-rows.ts';
import './result-tab.css';
import { ResultTable } from './result-table.tsx';
import { resultVerdict } from './result-verdict.ts';

/** What a run came to: a sentence, the figures of each network, and where each goes wrong. */
export function ResultTab({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const rows = resultRows(data, view);
  const verdict = resultVerdict(rows, data.plan);
  return (
    <div className="result">
      <div className="result-main">
        {verdict && (
          <div className="verdict selectable" data-tone={verdict.tone}>
            <p className="verdict-headline">{verdict.headline}</p>
            {verdict.more && <p className="verdict-more">{verdict.more}</p>}
          </div>
        )}
        <ResultTable rows={rows} />
        <ResultFoot data={data} view={view} rows={rows} />
      </div>
      <Mistakes rows={rows} />
    </div>
  );
}

function Mistakes({ rows }: { readonly rows: readonly ResultRow[] }) {
  const measured = rows.filter((it) => it.evaluation);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown =
    measured.find((it) => it.network === chosen) ??
    measured.find((it) => it.kind === 'student') ??
    measured[0];
  if (!shown?.evaluation) return null;
  return (
    <div className="result-side">
      <Segmented
        label="Mistakes of"
        size="small"
        options={measured.map(({ network, title }) => ({ value: network, label: title }))}
        value={shown.network}
        onChange={setChosen}
      />
      <ConfusionMatrix title={shown.title} confusion={shown.evaluation.confusion} />
    </div>
  );
}
