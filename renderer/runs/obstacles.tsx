import { useEffect, useRef } from 'react';
import '../design/popover.css';
import { useDocument } from '../stores/document.ts';
import './obstacles.css';
import { ProblemList } from './problem-list.tsx';
import { obstacles, showObstacles, useRunStart } from './run-start.ts';

/** What stands in the way of a run, under the button that would start it; each entry leads to its node. */
export function Obstacles() {
  const box = useRef<HTMLDivElement>(null);
  const document = useDocument((it) => it.document);
  const key = useDocument((it) => it.key);
  const shown = useRunStart((it) => it.shown);
  const refused = useRunStart((it) => it.refused);
  const problems = obstacles(document, { refused });
  const open = shown && problems.length > 0;
  useEffect(() => {
    const element = box.current;
    if (!open || !element) return;
    element.showPopover();
    element.querySelector('button')?.focus();
    return () => element.hidePopover();
  }, [open]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is of the document that it was opened over
  useEffect(() => () => showObstacles(false), [key]);
  return (
    <div
      ref={box}
      popover="auto"
      className="popover obstacles"
      role="dialog"
      aria-label="What stands in the way of a run"
      onToggle={(event) => {
        if (event.newState === 'closed') showObstacles(false);
      }}
    >
      {open && (
        <>
          <h2 className="obstacles-title">
            {problems.length === 1 ? 'One thing stands' : `${problems.length} things stand`} in the way
          </h2>
          <ProblemList problems={problems} onLeave={() => showObstacles(false)} />
        </>
      )}
    </div>
  );
}
