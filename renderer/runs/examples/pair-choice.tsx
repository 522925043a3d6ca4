import '../stage-choice.css';

import type { Pair } from './shown-pair.ts';

type PairChoiceProps<P extends Pair> = {
  readonly pairs: readonly P[];
  readonly shown: string;
  readonly titles: ReadonlyMap<string, string>;
  readonly figure: (pair: P) => string;
  readonly onChoose: (output: string) => void;
};

/** `Student beside Teacher` */
export const pairTitle = (
  { network, teacher }: Pick<Pair, 'network' | 'teacher'>,
  titles: ReadonlyMap<string, string>,
): string => `${titles.get(network) ?? network} beside ${titles.get(teacher) ?? teacher}`;

/** The students of a run that were measured beside a teacher, one of which is looked at. */
export function PairChoice<P extends Pair>({ pairs, shown, titles, figure, onChoose }: PairChoiceProps<P>) {
  return (
    <ul className="stage-choices" aria-label="Students and their teachers">
      {pairs.map((pair) => (
        <li key={pair.output}>
          <button
            type="button"
            className="stage-choice"
            aria-pressed={pair.output === shown}
            title={pairTitle(pair, titles)}
            onClick={() => onChoose(pair.output)}
          >
            <span className="truncate">{pairTitle(pair, titles)}</span>
            <span className="stage-choice-figure">{figure(pair)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
