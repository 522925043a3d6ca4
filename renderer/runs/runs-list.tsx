import { useRuns } from '../stores/runs.ts';
import { stateWord } from './run-words.ts';
import './runs-list.css';

/** All runs, newest first. */
export function RunsList() {
  const summaries = useRuns((it) => it.summaries);
  return (
    <div className="runs-list">
      {summaries?.map((it) => (
        <button
          key={it.run}
          type="button"
          className="run-row"
          onClick={() => void useRuns.getState().open(it.run)}
        >
          {it.title} · {stateWord(it.status)}
        </button>
      ))}
    </div>
  );
}
