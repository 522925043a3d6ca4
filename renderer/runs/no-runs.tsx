import { useEffect, useState } from 'react';
import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge } from '../bridge.ts';
import { useDocument } from '../stores/document.ts';
import './no-runs.css';

/** Before the first run: what Run would do with what is drawn. */
export function NoRuns() {
  const sentences = useExplained();
  return (
    <div className="no-runs">
      <div className="no-runs-words">
        <h3 className="no-runs-title">No runs yet</h3>
        {sentences.length === 0 ? (
          <p>Curves and results appear here once a pipeline runs.</p>
        ) : (
          <>
            <p>Press Run, and this happens:</p>
            <ol className="no-runs-plan">
              {sentences.map((it) => (
                <li key={it}>{it}</li>
              ))}
            </ol>
          </>
        )}
      </div>
    </div>
  );
}

/** What a run of the open document would do; nothing while it cannot run. Main compiles, so it is asked in calm moments. */
function useExplained(): readonly string[] {
  const document = useDocument((it) => it.document);
  const ticket = useDocument((it) => it.ticket);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await bridge().call['run.explain']({ text: formatDocument(document), ticket });
      if (stale) return;
      setSentences(answer.ok && 'sentences' in answer.value ? answer.value.sentences : []);
    }, 400);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [document, ticket]);
  return sentences;
}
