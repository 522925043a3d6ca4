import { bridge, unwrap } from '../../bridge.ts';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { showToast } from '../../design/toast.tsx';
import { useRuns } from '../../stores/runs.ts';
import { formatBytes } from '../format.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import type { ResultRow } from './result-rows.ts';
import { resultCsv, resultMarkdown } from './result-text.ts';

type ResultFootProps = {
  readonly data: RunData;
  readonly view: RunView;
  readonly rows: readonly ResultRow[];
};

/** What the run left behind, and the ways to take its figures elsewhere. */
export function ResultFoot({ data, view, rows }: ResultFootProps) {
  return (
    <div className="result-foot">
      <ul className="saved-models" aria-label="Saved models">
        {view.models.map(({ output, file, network, bytes }) => (
          <li
            key={output}
            className="saved-model selectable"
            title={`Weights of ${data.titles.get(network)}`}
          >
            <Icon name="model" size={14} />
            {file}
            <span className="saved-model-size">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
      <Button
        size="small"
        look="quiet"
        icon="folder"
        onClick={() => void useRuns.getState().reveal(data.run)}
      >
        Show folder
      </Button>
      <div className="result-foot-end">
        <Button size="small" icon="copy" onClick={() => void copy(resultMarkdown(rows), 'Markdown')}>
          Copy as Markdown
        </Button>
        <Button size="small" icon="copy" onClick={() => void copy(resultCsv(rows), 'CSV')}>
          Copy as CSV
        </Button>
      </div>
    </div>
  );
}

async function copy(text: string, form: string): Promise<void> {
  await unwrap(bridge().call['clipboard.write']({ text }));
  showToast({ tone: 'good', text: `The table was copied as ${form}.` });
}
