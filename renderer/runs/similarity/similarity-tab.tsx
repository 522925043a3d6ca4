import { useState } from 'react';
import { PairChoice, pairTitle } from '../examples/pair-choice.tsx';
import { noPairWords, shownPair } from '../examples/shown-pair.ts';
import { formatCount } from '../format.ts';
import { sourceWords } from '../result/confusion.ts';
import { type HeatCell, HeatGrid } from '../result/heat-grid.tsx';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import type { LayerSimilarity, RunView } from '../run-view.ts';
import '../side-tab.css';
import { formatSimilarity, mostAlike, similarityCells } from './similarity.ts';
import './similarity-tab.css';

type SimilarityTabProps = { readonly data: RunData; readonly view: RunView };

/** How alike the layers of a student are to those of its teacher. */
export function SimilarityTab({ data, view }: SimilarityTabProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { similarities } = view;
  const shown = shownPair(similarities, data.plan, chosen);
  if (!shown) {
    const { title, text } = noPairWords(data.plan, isLive(view.state));
    return (
      <div className="no-figures">
        <h3 className="no-figures-title">{title}</h3>
        <p>{text}</p>
      </div>
    );
  }
  const words = sourceWords(data.plan, shown.source);
  return (
    <div className="side-tab">
      <div className="side-tab-choices">
        <PairChoice
          pairs={similarities}
          shown={shown.output}
          titles={data.titles}
          figure={({ values }) => {
            const answers = values.at(-1)?.at(-1) ?? null;
            return answers === null ? '–' : formatSimilarity(answers);
          }}
          onChoose={setChosen}
        />
        <dl className="facts">
          <dt>Compared on</dt>
          <dd>
            {formatCount(shown.examples)} {words.example}s
          </dd>
          <dt>Part</dt>
          <dd>{shown.part}</dd>
        </dl>
        <p className="side-tab-hint">
          Linear CKA: 1 where two layers tell examples apart in the same way, however they are turned or
          scaled, and about 0 where they have nothing in common. What is set heavier is the teacher’s layer
          that is most like the student’s of that column.
        </p>
      </div>
      <div className="similarity-main">
        <Grid data={data} shown={shown} />
      </div>
    </div>
  );
}

function Grid({ data: { titles }, shown }: { readonly data: RunData; readonly shown: LayerSimilarity }) {
  const found = similarityCells(shown);
  const cells = found.map((row) =>
    row.map(
      ({ value, shade, best, label }): HeatCell => ({
        text: value === null ? '–' : formatSimilarity(value),
        tone: 'alike',
        shade,
        strong: best,
        reading: label,
        label,
      }),
    ),
  );
  const most = mostAlike(found);
  return (
    <>
      <p className="similarity-axes">
        {titles.get(shown.teacher) ?? shown.teacher} ↓ {titles.get(shown.network) ?? shown.network} →
      </p>
      <HeatGrid
        label={`Similarity of layers, ${pairTitle(shown, titles)}: rows are layers of the teacher, columns layers of the student`}
        rows={shown.rows}
        columns={shown.columns}
        cells={cells}
        named
        summary={
          most?.value == null
            ? 'No two layers before the answers can be compared.'
            : `Most alike before the answers: ${most.column} of the student and ${most.row} of the teacher (${formatSimilarity(most.value)}).`
        }
      />
    </>
  );
}
