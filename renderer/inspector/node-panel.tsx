import type { Document, DocumentNode } from '../../src/pipeline/document.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { type CardView, cardViews } from '../canvas/card-view.ts';
import { takeBack } from '../canvas/node-states.ts';
import { definitionsIn } from '../catalogue.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useDocument } from '../stores/document.ts';
import { AboutNode } from './about-node.tsx';
import { formFields, shownFields } from './form-fields.ts';
import { NameField } from './name-field.tsx';
import './node-panel.css';
import { ParamField } from './param-field.tsx';
import { PortList } from './port-list.tsx';
import { PresetField } from './preset-field.tsx';
import { problemsByParam } from './problems-by-param.ts';
import { RemedyButtons } from './remedy-buttons.tsx';
import { StrangeParams } from './strange-params.tsx';
import { SubgraphSection } from './subgraph-section.tsx';

/** One node: what it is, what is wrong with it, its parameters, its ports. */
export function NodePanel({ node: id }: { node: string }) {
  const document = useDocument((it) => it.document);
  const node = document.nodes[id];
  const view = cardViews(document).get(id);
  if (!node || !view) return null;
  const definition = definitionsIn(document).get(node.type);
  return (
    <div
      className="node-panel"
      style={{ ['--category' as string]: `var(--category-${view.category ?? 'unknown'}, var(--text-faint))` }}
    >
      <header className="node-panel-head">
        <span className="node-panel-mark">
          <Icon name={view.category ?? 'help'} />
        </span>
        <div className="node-panel-titles">
          <NameField node={id} title={view.title} />
          {view.kind && <p className="node-panel-kind truncate">{view.kind}</p>}
        </div>
      </header>
      {definition && <p className="node-panel-summary">{definition.summary}</p>}
      {node.state && (
        <div className="node-panel-state">
          <Icon name={node.state} />
          <p>
            {node.state === 'muted'
              ? 'Muted: for the run it is not there, and what it gives counts as not wired.'
              : 'Bypassed: what comes into it goes straight through.'}
          </p>
          <Button size="small" onClick={() => takeBack(id)}>
            {node.state === 'muted' ? 'Unmute' : 'Do not bypass'}
          </Button>
        </div>
      )}
      <Body id={id} node={node} view={view} document={document} />
    </div>
  );
}

type BodyProps = {
  readonly id: string;
  readonly node: DocumentNode;
  readonly view: CardView;
  readonly document: Document;
};

function Body({ id, node, view, document }: BodyProps) {
  const definition = definitionsIn(document).get(node.type);
  const readable = definition?.version === node.version ? definition : undefined;
  const fields = readable ? shownFields(formFields(readable), node.params) : [];
  const { of, rest } = problemsByParam(view.problems, new Set(fields.map((it) => it.param)));
  return (
    <>
      {rest.length > 0 && <Problems problems={rest} />}
      {fields.length > 0 && (
        <section className="inspector-section" aria-label="Parameters">
          {readable && readable.presets.length > 0 && (
            <PresetField node={id} definition={readable} params={node.params} />
          )}
          {fields.map((field) => (
            <ParamField
              key={field.param}
              node={id}
              field={field}
              params={node.params}
              problems={of.get(field.param) ?? NONE}
            />
          ))}
        </section>
      )}
      {!readable && Object.keys(node.params).length > 0 && <StrangeParams params={node.params} />}
      <SubgraphSection node={id} />
      <PortList node={id} inputs={view.inputs} outputs={view.outputs} />
      {definition && <AboutNode definition={definition} />}
    </>
  );
}

const NONE: readonly Problem[] = [];

/** What is wrong with the node as a whole, or with what its form does not show. */
function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="node-problems" aria-label="Problems">
      {problems.map((it) => (
        <li key={JSON.stringify(it)} data-severity={it.severity}>
          <Icon name={it.severity} label={it.severity} />
          <div className="selectable">
            <p>{it.message}</p>
            {it.fix && <p className="node-problems-fix">{it.fix}</p>}
            <RemedyButtons problem={it} />
          </div>
        </li>
      ))}
    </ul>
  );
}
