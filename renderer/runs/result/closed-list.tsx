import { closedChannels, closedText } from '../../../src/plan/closed-channels.ts';
import { Icon } from '../../design/icon.tsx';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import './closed-list.css';

/** Which channels of which layer the gates of a run closed; nothing where no stage trained gates. */
export function ClosedList({ data, view }: { readonly data: RunData; readonly view: RunView }) {
  const found = closedChannels(data.plan, view.gates);
  if (found.length === 0) return null;
  return (
    <section className="closed-list" aria-label="Channel gates">
      <h3>Channel gates</h3>
      <ul>
        {found.map((it) => (
          <li key={`${it.stage} ${it.network} ${it.layer}`} className="selectable">
            <Icon name={it.closed.length > 0 ? 'info' : 'check'} size={14} />
            <span>{closedText(it, (network) => data.titles.get(network) ?? network)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
