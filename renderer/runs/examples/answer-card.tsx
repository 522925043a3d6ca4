import type { CSSProperties, ReactNode } from 'react';
import type { Example } from '../../../src/plan/watching.ts';
import { Icon } from '../../design/icon.tsx';
import { formatCount } from '../format.ts';
import type { ClassWords } from '../result/confusion.ts';
import './answer-card.css';
import { type CardAnswer, classRows } from './answer-rows.ts';
import { ExamplePicture } from './example-picture.tsx';
import { answerOf, formatProbability } from './soft-targets.ts';

type AnswerCardProps = {
  readonly example: Example;
  readonly answers: readonly CardAnswer[];
  readonly words: ClassWords;
  readonly temperature: number;
  readonly colourOf: (network: string) => string;
  /** Beside the number of the example. */
  readonly note?: ReactNode;
};

/** One example: what it is, and what each network gives to each class, side by side. */
export function AnswerCard({ example, answers, words, temperature, colourOf, note }: AnswerCardProps) {
  const { row, label, seen } = example;
  const truth = words.nameOf(label);
  const name = `${words.example} ${formatCount(row)}`;
  return (
    <article className="answer-card" aria-label={`${name}, class ${truth}`}>
      <div className="answer-head">
        <ExamplePicture seen={seen} label={`${name} of class ${truth}`} />
        <div className="answer-facts">
          <p className="answer-truth">
            <span>is</span> {truth}
          </p>
          {answers.map((it) => (
            <Said key={it.network} answer={it} truth={label} words={words} />
          ))}
          <p className="answer-number">
            Nr. {formatCount(row)}
            {note && <> · {note}</>}
          </p>
        </div>
      </div>
      <table className="answer-table">
        <thead>
          <tr>
            <th scope="col">Class</th>
            {answers.map((it) => (
              <th key={it.network} scope="col">
                <span className="truncate" title={it.title}>
                  {it.title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classRows(answers, label, temperature).map(({ at, shares }) => (
            <tr key={at ?? 'rest'} data-truth={at === label || undefined}>
              <th scope="row">{at === null ? 'all others' : words.nameOf(at)}</th>
              {answers.map(({ network }, column) => (
                <ShareCell key={network} share={shares[column] ?? null} colour={colourOf(network)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function Said({
  answer: { title, logits },
  truth,
  words,
}: {
  readonly answer: CardAnswer;
  readonly truth: number;
  readonly words: ClassWords;
}) {
  const said = answerOf(logits);
  const right = said === truth;
  return (
    <p className="answer-said" data-right={right || undefined}>
      <Icon name={right ? 'check' : 'close'} size={12} />
      <span className="truncate" title={title}>
        {title}
      </span>
      <strong>{said === null ? 'no number' : words.nameOf(said)}</strong>
    </p>
  );
}

function ShareCell({ share, colour }: { readonly share: number | null; readonly colour: string }) {
  return (
    <td style={{ ['--share' as string]: share ?? 0, ['--colour' as string]: colour } as CSSProperties}>
      <span className="answer-share">
        <span className="answer-bar" aria-hidden="true" />
        <span className="answer-value">{share === null ? '–' : formatProbability(share)}</span>
      </span>
    </td>
  );
}
