import { type ReactNode, useState } from 'react';
import { Slider } from '../../design/field.tsx';
import { formatCount } from '../format.ts';
import { nodeTitle } from '../lanes.ts';
import { usePanelView } from '../panel-view.ts';
import { sourceWords } from '../result/confusion.ts';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import '../side-tab.css';
import { StageChoice } from '../stage-choice.tsx';
import { AnswerCard } from './answer-card.tsx';
import { answersTo, sameAnswers } from './answer-rows.ts';
import { ExamplesPane } from './examples-pane.tsx';
import type { ColourOf, ExamplesProps } from './examples-props.ts';
import { lossTemperature } from './loss-temperature.ts';
import { type ShownExamples, shownStage, type WatchedTask, watchedStages } from './shown-examples.ts';
import { softTemperature, TemperatureChoice } from './temperature-choice.tsx';

/** The same few examples after every epoch. */
export function WatchedExamples({ data, view, modes, colourOf }: ExamplesProps) {
  const asked = usePanelView((it) => it.watched);
  const [epoch, setEpoch] = useState<{ readonly stage: string; readonly at: number } | null>(null);
  const [soft, setSoft] = useState(true);
  const stages = watchedStages(data, view);
  const shown = shownStage(stages, data, view, asked);
  if (!shown) return <NoExamples modes={modes} live={isLive(view.state)} />;
  const { stage, tasks } = shown;
  const epochs = [...new Set(tasks.flatMap((it) => it.answers.map(({ epoch: of }) => of)))].sort(
    (a, b) => a - b,
  );
  const last = epochs.length - 1;
  const at = epoch?.stage === stage.id ? Math.min(epoch.at, last) : last;
  const ofLoss = lossTemperature(data.plan, stage.train[0] ?? '');
  const temperature = soft ? softTemperature(ofLoss) : 1;
  return (
    <div className="side-tab">
      <div className="side-tab-choices">
        {modes}
        <StageChoice
          lanes={data.lanes}
          shown={stage.id}
          figure={(lane) => {
            const told = stages.find((it) => it.stage.id === lane.stage)?.tasks[0]?.answers.length;
            return told === undefined ? undefined : told === 1 ? '1 epoch' : `${formatCount(told)} epochs`;
          }}
          titles={{ with: 'Show its answers', without: 'No epoch has ended yet' }}
          onChoose={(id) => usePanelView.setState({ watched: { run: data.run, stage: id } })}
        />
        <div className="examples-choice">
          <span className="examples-choice-name">
            After epoch {formatCount(epochs[at] ?? 0)} of {formatCount(stage.epochs)}
          </span>
          {last > 0 && (
            <Slider
              label="Epoch"
              value={at}
              min={0}
              max={last}
              step={1}
              text={`${formatCount(epochs[at] ?? 0)} of ${formatCount(stage.epochs)}`}
              onChange={(next) => setEpoch(next === last ? null : { stage: stage.id, at: next })}
            />
          )}
        </div>
        <TemperatureChoice ofLoss={ofLoss} value={temperature} onChange={(next) => setSoft(next !== 1)} />
        <p className="side-tab-hint">{hintOf(shown, ofLoss)}</p>
      </div>
      <ExamplesPane label="Answers to the same examples">
        {tasks.map((task) => (
          <TaskCards
            key={`${task.watched.source} ${task.watched.part}`}
            data={data}
            task={task}
            epoch={epochs[at] ?? 0}
            alone={tasks.length === 1}
            temperature={temperature}
            colourOf={colourOf}
          />
        ))}
      </ExamplesPane>
    </div>
  );
}

type TaskCardsProps = {
  readonly data: RunData;
  readonly task: WatchedTask;
  readonly epoch: number;
  /** Nothing has to be said of which data these are. */
  readonly alone: boolean;
  readonly temperature: number;
  readonly colourOf: ColourOf;
};

function TaskCards({ data, task, epoch, alone, temperature, colourOf }: TaskCardsProps) {
  const { watched, answers } = task;
  const told = answers.findLast((it) => it.epoch <= epoch) ?? answers[0];
  if (!told) return null;
  const words = sourceWords(data.plan, watched.source);
  const title = nodeTitle(data.document, data.origin[watched.source]?.[0]) ?? watched.source;
  const count = watched.examples.length;
  return (
    <section className="examples-task" aria-label={`Examples of ${title}, ${watched.part} part`}>
      {!alone && <h3 className="examples-title">{title}</h3>}
      {told.networks.length > 1 && (
        <p className="examples-same">
          All say the same of {sameAnswers(told)} of these {count} {words.example}s.
        </p>
      )}
      <div className="answer-cards">
        {watched.examples.map((example, place) => (
          <AnswerCard
            key={example.row}
            example={example}
            answers={answersTo(told, place, data.titles)}
            words={words}
            temperature={temperature}
            colourOf={colourOf}
          />
        ))}
      </div>
    </section>
  );
}

function hintOf({ tasks }: ShownExamples, ofLoss: number | null): string {
  const taught = tasks.some((it) => it.answers.some(({ networks }) => networks.some((one) => one.teaches)));
  if (!taught)
    return 'Nobody teaches in this stage: these are the answers of what learns here. Examples are drawn once and are the same in every stage and run of these data.';
  return ofLoss === null
    ? 'The same examples after every epoch. The loss of this stage names no temperature; a softer one shows which wrong classes the teacher holds for nearly right.'
    : 'The same examples after every epoch. At the temperature of the loss one sees what the student is taught: which wrong classes are nearly right.';
}

function NoExamples({ modes, live }: { readonly modes: ReactNode; readonly live: boolean }) {
  return (
    <div className="no-figures">
      {modes}
      <h3 className="no-figures-title">No answers yet</h3>
      <p>
        {live
          ? 'After each epoch you see here what teacher and student answer to a few examples.'
          : 'This run told nothing of single examples: no epoch of it ended, or it was made by an earlier version.'}
      </p>
    </div>
  );
}
