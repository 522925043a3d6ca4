import type { Problem } from '../../src/pipeline/problem.ts';
import { Icon } from '../design/icon.tsx';
import { focusInspector } from '../inspector/focus-inspector.ts';
import { paramOf } from '../inspector/problems-by-param.ts';
import { RemedyButtons } from '../inspector/remedy-buttons.tsx';
import { useDocument } from '../stores/document.ts';
import { nodeTitle } from './lanes.ts';
import './problem-list.css';
import { nodeOf, showNode } from './show-node.ts';

type ProblemListProps = {
  readonly problems: readonly Problem[];
  /** Before the canvas shows the node. */
  readonly onLeave?: () => void;
};

/** Problems of the document that is open, each with what to do; a press leads to its node, and to the field if it has one. */
export function ProblemList({ problems, onLeave }: ProblemListProps) {
  return (
    <ul className="problem-list">
      {problems.map((it) => (
        <li key={JSON.stringify(it)}>
          <ProblemItem problem={it} onLeave={onLeave} />
          <RemedyButtons problem={it} onLeave={onLeave} />
        </li>
      ))}
    </ul>
  );
}

function ProblemItem({ problem, onLeave }: { problem: Problem; onLeave: (() => void) | undefined }) {
  const document = useDocument((it) => it.document);
  const node = nodeOf(problem);
  const words = (
    <>
      <Icon name={problem.severity === 'error' ? 'error' : 'warning'} className="problem-icon" />
      <span className="problem-words">
        <span>{problem.message}</span>
        <ProblemMore problem={problem} place={nodeTitle(document, node)} />
      </span>
    </>
  );
  if (node === undefined)
    return (
      <div className="problem-item" data-severity={problem.severity}>
        {words}
      </div>
    );
  return (
    <button
      type="button"
      className="problem-item"
      data-severity={problem.severity}
      onClick={() => {
        onLeave?.();
        showNode(node);
        const param = paramOf(problem);
        if (param !== undefined) focusInspector(param);
      }}
    >
      {words}
      <Icon name="chevron-right" className="problem-go" />
    </button>
  );
}

function ProblemMore({ problem, place }: { problem: Problem; place: string | undefined }) {
  const { found, allowed, fix } = problem;
  const detail = [place, found && `found ${found}`, allowed && `allowed: ${allowed}`].filter(Boolean);
  return (
    <>
      {detail.length > 0 && <span className="problem-place">{detail.join(' · ')}</span>}
      {fix && <span className="problem-fix">{fix}</span>}
    </>
  );
}
