import { Button } from '../design/button.tsx';
import { Popover } from '../design/popover.tsx';
import { ProblemList } from '../runs/problem-list.tsx';
import { checkedGraph, useDocument } from '../stores/document.ts';
import { problemCount } from './problem-count.ts';
import './problems-button.css';

/** How much of the pipeline is not right; the list leads to each place, errors first. */
export function ProblemsButton() {
  const problems = useDocument((it) => checkedGraph(it.document).problems);
  const { words, worst, sorted } = problemCount(problems);
  if (worst === undefined) return null;
  return (
    <Popover
      label="Problems"
      trigger={(attributes) => (
        <Button
          look="quiet"
          icon={worst}
          className="problems-button"
          data-severity={worst}
          title={`${words} in this pipeline (F8 goes from one to the next)`}
          {...attributes}
        >
          {words}
        </Button>
      )}
    >
      {(close) => (
        <>
          <h2 className="problems-title">{words}</h2>
          <ProblemList problems={sorted} onLeave={close} />
        </>
      )}
    </Popover>
  );
}
