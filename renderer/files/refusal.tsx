import type { ReactNode } from 'react';
import type { Problem } from '../../src/pipeline/problem.ts';
import './refusal.css';

/** A problem in full: what is wrong, what was found, what is allowed, what to do. */
export function Refusal({ problem, children }: { problem: Problem; children?: ReactNode }) {
  const { message, found, allowed, fix, code } = problem;
  return (
    <div className="refusal selectable">
      <p className="refusal-message">{message}</p>
      {(found ?? allowed) !== undefined && (
        <dl className="refusal-facts">
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
      {children}
      <p className="refusal-code">{code}</p>
    </div>
  );
}
