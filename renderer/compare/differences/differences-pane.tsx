import { useEffect, useMemo, useState } from 'react';
import type { Document } from '../../../src/pipeline/document.ts';
import { alike, documentDifferences } from '../../../src/pipeline/document-differences.ts';
import { upgradeNodes } from '../../../src/pipeline/migrate.ts';
import { flattened } from '../../../src/pipeline/subgraph/expand.ts';
import { definitions } from '../../catalogue.ts';
import { IconButton } from '../../design/button.tsx';
import { ThumbnailPicture } from '../../gallery/thumbnail-picture.tsx';
import { useComparison } from '../comparison.ts';
import { MOST_OVERLAID, openThese, useOpenedRuns } from '../curves/opened-runs.ts';
import './differences-pane.css';
import { DifferenceList } from './difference-list.tsx';
import { documentWords } from './document-words.ts';
import { unionOf } from './union.ts';

/** What tells the pipelines of two chosen runs apart: in words, and marked in one picture of both. */
export function DifferencesPane({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const chosen = useComparison((it) => it.chosen);
  const { opened, failed } = useOpenedRuns();
  const [pair, setPair] = useState<readonly [string, string] | null>(null);
  useEffect(() => openThese(chosen), [chosen]);
  const runs = chosen.slice(0, MOST_OVERLAID);
  const [from, to] = pair?.every((it) => runs.includes(it)) ? pair : [runs[0] ?? '', runs[1] ?? ''];
  const a = useUpgraded(opened[from]?.data.document);
  const b = useUpgraded(opened[to]?.data.document);
  if (runs.length < 2)
    return (
      <p className="pane-hint">
        Tick two runs in the table, and what differs in their pipelines stands here.
      </p>
    );
  const choice = (label: string, value: string, onChoose: (run: string) => void) => (
    <label className="pane-tool difference-run">
      <span>{label}</span>
      <select
        className="input pane-select"
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {runs.map((run) => (
          <option key={run} value={run}>
            {names.get(run) ?? run}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="differences">
      <div className="pane-tools">
        {choice('From', from, (run) => setPair([run, to]))}
        <IconButton
          icon="restart"
          label="Exchange the two runs"
          size="small"
          onClick={() => setPair([to, from])}
        />
        {choice('to', to, (run) => setPair([from, run]))}
      </div>
      {a && b ? (
        <Compared a={a} b={b} same={from === to} />
      ) : (
        <p className="pane-hint">{hindrance(from, to, opened, failed)}</p>
      )}
    </div>
  );
}

function hindrance(
  from: string,
  to: string,
  opened: Readonly<Record<string, unknown>>,
  failed: Readonly<Record<string, string>>,
): string {
  const why = failed[from] ?? failed[to];
  if (why !== undefined) return why;
  return from in opened && to in opened
    ? 'The pipeline of one of the runs was written by a newer Potstill and cannot be read.'
    : 'Reading the pipelines…';
}

/** Brought up to the definitions of today, so that one parameter is compared with itself, and with all that its subgraphs hold. */
const useUpgraded = (document: Document | null | undefined): Document | undefined =>
  useMemo(() => (document ? flattened(upgradeNodes(document, definitions).document) : undefined), [document]);

type ComparedProps = { readonly a: Document; readonly b: Document; readonly same: boolean };

function Compared({ a, b, same }: ComparedProps) {
  const differences = useMemo(() => documentDifferences(a, b, documentWords), [a, b]);
  const union = useMemo(() => unionOf(a, b, differences), [a, b, differences]);
  if (same)
    return <p className="pane-hint">It is the same run on both sides. Choose another for one of them.</p>;
  return (
    <div className="differences-body">
      <DifferenceList differences={differences} />
      <figure className="differences-picture">
        <ThumbnailPicture
          document={union.document}
          nameOf={(id) => documentWords.titleOf(union.document, id)}
          {...(!alike(differences) && { marks: union.marks })}
        />
        <figcaption className="differences-key">
          <span data-mark="changed">Changed</span>
          <span data-mark="added">Added</span>
          <span data-mark="removed">Removed</span>
        </figcaption>
      </figure>
    </div>
  );
}
