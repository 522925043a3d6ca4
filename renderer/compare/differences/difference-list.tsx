import {
  alike,
  type DocumentDifferences,
  type NodeDifference,
} from '../../../src/pipeline/document-differences.ts';

/** What differs, node by node, in words. */
export function DifferenceList({ differences }: { readonly differences: DocumentDifferences }) {
  const { nodes, wires, looks } = differences;
  return (
    <div className="difference-list selectable">
      {alike(differences) && (
        <p className="difference-none">
          Both runs are of the same pipeline, with the same parameters. What differs in their results is what
          else differed: the machine, the engine, the data files.
        </p>
      )}
      {nodes.map((it) => (
        <NodeDifferences key={`${it.from} ${it.to}`} of={it} />
      ))}
      {wires.length > 0 && (
        <section className="difference-node">
          <h3 className="difference-title">Wires</h3>
          <ul>
            {wires.map((it) => (
              <li key={it.text} className="difference-line" data-mark={it.kind}>
                {it.text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {looks.length > 0 && (
        <section className="difference-node">
          <h3 className="difference-title">What no run knows of</h3>
          <ul>
            {looks.map((it) => (
              <li key={it} className="difference-line">
                {it}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function NodeDifferences({ of: { kind, title, params, notes } }: { readonly of: NodeDifference }) {
  return (
    <section className="difference-node">
      <h3 className="difference-title" data-mark={kind}>
        {title}
      </h3>
      <ul>
        {params.map((it) => (
          <li key={it.title} className="difference-line">
            {it.title} <del>{it.from}</del> <span aria-hidden="true">→</span> <ins>{it.to}</ins>
          </li>
        ))}
        {notes.map((it) => (
          <li key={it} className="difference-line">
            {`${title} ${it}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
