import type { End } from '../../src/pipeline/document.ts';
import type { CardPort } from '../canvas/card-content.ts';
import { spokenEnd } from '../canvas/wire-view.ts';
import { Icon } from '../design/icon.tsx';
import { showNode } from '../runs/show-node.ts';
import { useDocument } from '../stores/document.ts';
import { select } from '../stores/view.ts';
import './port-list.css';

type PortListProps = {
  readonly node: string;
  readonly inputs: readonly CardPort[];
  readonly outputs: readonly CardPort[];
};

/** The ports of a node with what flows through each and where it comes from or goes to. */
export function PortList({ node, inputs, outputs }: PortListProps) {
  return (
    <section className="inspector-section" aria-label="Ports">
      <Side title="Inputs" node={node} ports={inputs} />
      <Side title="Outputs" node={node} ports={outputs} />
    </section>
  );
}

function Side({ title, node, ports }: { title: string; node: string; ports: readonly CardPort[] }) {
  if (ports.length === 0) return null;
  return (
    <div>
      <h3 className="inspector-heading">{title}</h3>
      <ul className="port-list">
        {ports.map((port) => (
          <li
            key={port.port}
            data-wired={port.wire === undefined ? undefined : ''}
            style={{ ['--port' as string]: port.kind ? `var(--port-${port.kind})` : 'var(--text-faint)' }}
          >
            <p className="port-list-head" title={port.help}>
              <span>{port.title}</span>
              {port.shape && <span className="port-list-shape">{port.shape}</span>}
            </p>
            <FarEnds node={node} port={port} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function FarEnds({ node, port }: { node: string; port: CardPort }) {
  const document = useDocument((it) => it.document);
  const input = port.side === 'input';
  const ends = Object.entries(document.wires)
    .filter(([, it]) => sameEnd(input ? it.to : it.from, { node, port: port.port }))
    .map(([wire, it]) => ({ wire, end: input ? it.from : it.to }));
  if (ends.length === 0)
    return (
      <p className="port-list-open" data-needed={(input && !port.optional) || undefined}>
        {input ? (port.optional ? 'not wired, need not be' : 'not wired') : 'leads nowhere'}
      </p>
    );
  return ends.map(({ wire, end }) => {
    const far = spokenEnd(document, input ? 'outputs' : 'inputs', end);
    return (
      <div className="port-list-wire" key={wire}>
        <button
          type="button"
          className="port-list-end truncate"
          disabled={document.nodes[end.node] === undefined}
          onClick={() => showNode(end.node)}
        >
          {input ? '← ' : '→ '}
          {far}
        </button>
        <button
          type="button"
          className="port-list-link"
          title="Select the wire"
          aria-label={`The wire ${input ? 'from' : 'to'} ${far}`}
          onClick={() => select([], [wire])}
        >
          <Icon name="link" size={12} />
        </button>
      </div>
    );
  });
}

const sameEnd = (a: End, b: End): boolean => a.node === b.node && a.port === b.port;
