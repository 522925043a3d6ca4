import { type ReactNode, useState } from 'react';
import { formatCount, formatValue } from '../format.ts';
import { sourceWords } from '../result/confusion.ts';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import '../side-tab.css';
import { AnswerCard } from './answer-card.tsx';
import { ExamplesPane } from './examples-pane.tsx';
import type { ExamplesProps } from './examples-props.ts';
import { lossTemperature } from './loss-temperature.ts';
import { PairChoice, pairTitle } from './pair-choice.tsx';
import { noPairWords, shownPair } from './shown-pair.ts';
import { softTemperature, TemperatureChoice } from './temperature-choice.tsx';

/** Where a student and its teacher lie furthest apart in the end. */
export function FurthestExamples({ data, view, modes, colourOf }: ExamplesProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [soft, setSoft] = useState(false);
  const { comparisons } = view;
  const shown = shownPair(comparisons, data.plan, chosen);
  if (!shown) return <NoPair data={data} modes={modes} live={isLive(view.state)} />;
  const { network, teacher, source, part, examples, divergence, furthest } = shown;
  const words = sourceWords(data.plan, source);
  const ofLoss = lossTemperature(data.plan, network);
  const temperature = soft ? softTemperature(ofLoss) : 1;
  const titleOf = (id: string): string => data.titles.get(id) ?? id;
  return (
    <div className="side-tab">
      <div className="side-tab-choices">
        {modes}
        <PairChoice
          pairs={comparisons}
          shown={shown.output}
          titles={data.titles}
          figure={(it) => it.divergence?.toPrecision(2) ?? '–'}
          onChoose={setChosen}
        />
        <dl className="facts">
          <dt>Compared on</dt>
          <dd>
            {formatCount(examples)} {words.example}s
          </dd>
          <dt>Part</dt>
          <dd>{part}</dd>
          <dt>Mean KL</dt>
          <dd>{divergence === null ? 'no number' : `${formatValue(divergence)} nats`}</dd>
        </dl>
        <TemperatureChoice ofLoss={ofLoss} value={temperature} onChange={(next) => setSoft(next !== 1)} />
        <p className="side-tab-hint">
          In order of KL(teacher ‖ student) at temperature 1: how much what the student says differs from what
          its teacher says.
        </p>
      </div>
      <ExamplesPane label="Examples on which both lie furthest apart">
        {furthest.length === 0 && <p className="examples-same">Both gave no numbers that can be compared.</p>}
        <section className="answer-cards" aria-label={`Furthest apart: ${pairTitle(shown, data.titles)}`}>
          {furthest.map((it) => (
            <AnswerCard
              key={it.example.row}
              example={it.example}
              answers={[
                { network: teacher, title: titleOf(teacher), teaches: true, logits: it.teacher },
                { network, title: titleOf(network), teaches: false, logits: it.network },
              ]}
              words={words}
              temperature={temperature}
              colourOf={colourOf}
              note={`KL ${formatValue(it.divergence)}`}
            />
          ))}
        </section>
      </ExamplesPane>
    </div>
  );
}

type NoPairProps = { readonly data: RunData; readonly modes: ReactNode; readonly live: boolean };

function NoPair({ data: { plan }, modes, live }: NoPairProps) {
  const { title, text } = noPairWords(plan, live);
  return (
    <div className="no-figures">
      {modes}
      <h3 className="no-figures-title">{title}</h3>
      <p>{text}</p>
    </div>
  );
}
