import type { Problem } from '../../src/pipeline/problem.ts';
import './problem-words.css';

/** A problem in full: what is wrong, what was found, what is allowed, what to do. */
export function ProblemWords({ problem }: { problem: Problem }) {
  const { message, found, allowed, fix, code } = problem;
  return (
    <div className="problem-words selectable">
      <p className="problem-words-message">{message}</p>
      {(found ?? allowed) !== undefined && (
        <dl className="problem-words-facts">
          {found !== undefined && (
            <>
              <dt>Found</dt>
              <dd>{found}</dd>
            </>
          )}
          {allowed !== undefined && (
            <>
              <dt>Allowed</dt>
              <dd>{allowed}</dd>
            </>
          )}
        </dl>
      )}
      {fix !== undefined && <p>{fix}</p>}
      <p className="problem-words-code">{code}</p>
    </div>
  );
}
