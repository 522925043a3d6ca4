import { titleOf } from '../../src/pipeline/check.ts';
import { shownAs } from '../../src/pipeline/subgraph/shown-params.ts';
import { standsFor, subgraphOf } from '../../src/pipeline/subgraph/subgraph.ts';
import { isSubgraph, makeOwn, shareCount, toggleShown, unpackSelected } from '../canvas/subgraph-edits.ts';
import { definitions } from '../catalogue.ts';
import { Button } from '../design/button.tsx';
import { Switch } from '../design/switch.tsx';
import { useDocument } from '../stores/document.ts';
import { formFields } from './form-fields.ts';

/** What a node stands for: what it holds, who shares that, and which parameters of it stand at the node. */
export function SubgraphSection({ node: id }: { node: string }) {
  const document = useDocument((it) => it.document);
  const type = document.nodes[id]?.type ?? '';
  const of = subgraphOf(type);
  const subgraph = standsFor(document, type);
  if (of === undefined || !subgraph || !isSubgraph(document, id)) return null;
  const within = { ...document, nodes: subgraph.nodes };
  const titles = Object.keys(subgraph.nodes).map((node) => titleOf(within, definitions, node));
  const shares = shareCount(document, id);
  return (
    <section className="inspector-section" aria-label="Subgraph">
      <p className="inspector-note">Holds {titles.join(', ')}.</p>
      {shares > 1 && (
        <p className="inspector-note">
          {shares} nodes stand for it: what is changed within is changed for all of them.
        </p>
      )}
      <div className="inspector-actions">
        <Button size="small" icon="fit" onClick={unpackSelected}>
          Unpack
        </Button>
        {shares > 1 && (
          <Button size="small" icon="copy" onClick={() => makeOwn(id)}>
            Make its own copy
          </Button>
        )}
      </div>
      <details>
        <summary className="inspector-heading">Parameters to show</summary>
        {Object.entries(subgraph.nodes).map(([node, it]) => {
          const definition = definitions.get(it.type);
          const fields = definition ? formFields(definition) : [];
          return fields.length === 0 ? null : (
            <div key={node} className="inspector-section">
              <h4 className="inspector-heading">{titleOf(within, definitions, node)}</h4>
              {fields.map(({ param, title }) => {
                const name = shownAs(subgraph, node, param);
                return (
                  <Switch
                    key={param}
                    label={title}
                    checked={name !== undefined}
                    onChange={() => toggleShown(of, node, param, name)}
                  />
                );
              })}
            </div>
          );
        })}
      </details>
    </section>
  );
}
