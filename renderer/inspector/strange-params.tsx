import type { Params } from '../../src/pipeline/document.ts';

/** Parameters of a node that this Potstill cannot read: shown word for word, to be kept as they are. */
export function StrangeParams({ params }: { params: Params }) {
  return (
    <section className="inspector-section">
      <h3 className="inspector-heading">Parameters, as they stand in the file</h3>
      <dl className="strange-params selectable">
        {Object.entries(params).map(([param, value]) => (
          <div key={param}>
            <dt>{param}</dt>
            <dd>{JSON.stringify(value).slice(0, 400)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
