import { explain } from '../../../src/plan/explain.ts';
import { LaneKey } from '../chart/legend.tsx';
import { endingWords } from '../ending-words.ts';
import { formatDate } from '../format.ts';
import { Remark } from '../remark.tsx';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import type { RunView } from '../run-view.ts';
import { engineWords, slowEngine } from '../run-words.ts';
import { settingsOf } from './plan-facts.ts';
import './plan-tab.css';

type PlanTabProps = { readonly data: RunData; readonly view: RunView };

/** What a run does, in sentences and in settings: enough to make it again. */
export function PlanTab({ data, view }: PlanTabProps) {
  const { plan, planNotes, titles } = data;
  const sentences = explain({ plan, notes: [...planNotes] }, (id) => titles.get(id) ?? id);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too, and nothing in it takes the focus
    <div className="plan" tabIndex={0}>
      <section className="plan-part plan-told selectable">
        <h3 className="plan-title">What it does</h3>
        <ol className="plan-steps">
          {sentences.map((it) => (
            <li key={it}>{it}</li>
          ))}
        </ol>
        <Told data={data} view={view} />
      </section>
      <section className="plan-part selectable">
        <h3 className="plan-title">{madeWords(view)}</h3>
        <Settings data={data} />
      </section>
    </div>
  );
}

/** What the engine had to say on the way. */
function Told({ data, view }: PlanTabProps) {
  const slow = view.engine && slowEngine(view.engine);
  const broke = !isLive(view.state) && view.state !== 'done';
  const { title, fix } = endingWords(data, view);
  if (!slow && !broke && view.notes.length === 0) return null;
  return (
    <div className="plan-notes">
      {broke && (
        <Remark icon="error" tone={view.state === 'stopped' ? 'warning' : 'danger'}>
          {title} {fix}
        </Remark>
      )}
      {slow && <Remark icon="clock">{slow}</Remark>}
      {[...new Set(view.notes)].map((it) => (
        <Remark key={it} icon="info" tone="plain">
          {it}
        </Remark>
      ))}
    </div>
  );
}

function Settings({ data: { plan, lanes } }: { readonly data: RunData }) {
  return (
    <table className="plan-settings">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          {lanes.map((lane) => (
            <th key={lane.stage} scope="col">
              <span className="plan-head">
                <LaneKey lane={lane} />
                {lane.title}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {settingsOf(plan).map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, at) => (
              <td key={lanes[at]?.stage}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function madeWords({ summary, engine }: RunView): string {
  const made = `Made ${formatDate(summary.created, Date.now())}`;
  return engine ? `${made} · ${engineWords(engine)}` : made;
}
