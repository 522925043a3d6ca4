import { LaneKey } from './chart/legend.tsx';
import type { Lane } from './lanes.ts';
import './stage-choice.css';

type StageChoiceProps = {
  readonly lanes: readonly Lane[];
  /** The stage that is shown. */
  readonly shown: string;
  /** What stands behind a stage's name; undefined where there is nothing to show of it. */
  readonly figure: (lane: Lane) => string | undefined;
  readonly titles: { readonly with: string; readonly without: string };
  readonly onChoose: (stage: string) => void;
};

/** The stages of a run, one of which is looked at. */
export function StageChoice({ lanes, shown, figure, titles, onChoose }: StageChoiceProps) {
  return (
    <ul className="stage-choices" aria-label="Stages">
      {lanes.map((lane) => {
        const text = figure(lane);
        return (
          <li key={lane.stage}>
            <button
              type="button"
              className="stage-choice"
              aria-pressed={lane.stage === shown}
              disabled={text === undefined}
              title={`${lane.title}: ${text === undefined ? titles.without : titles.with}`}
              onClick={() => onChoose(lane.stage)}
            >
              <LaneKey lane={lane} />
              <span className="truncate">{lane.title}</span>
              <span className="stage-choice-figure">{text ?? '–'}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
