import { titleOf } from '../../src/pipeline/check.ts';
import { definitions } from '../catalogue.ts';
import { checkedGraph, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import './inspector.css';

/** What is selected, in full: its parameters, its problems, what it is. */
export function Inspector() {
  const document = useDocument((it) => it.document);
  const nodes = useView((it) => it.nodes);
  const [only] = nodes;
  const { problems } = checkedGraph(document);
  const shown = nodes.size === 1 ? problems.filter((it) => it.node === only) : problems;
  return (
    <div className="inspector">
      <h2>
        {only !== undefined && nodes.size === 1 ? titleOf(document, definitions, only) : document.title}
      </h2>
      <ul>
        {shown.map((it) => (
          <li key={`${it.code} ${it.node} ${it.port} ${it.param} ${it.wire}`}>
            <button type="button" onClick={() => it.node && select([it.node])}>
              {it.message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
