import { memo } from 'react';
import { problemCount } from '../app/problem-count.ts';
import { Icon } from '../design/icon.tsx';
import { ProgressRing } from '../design/progress.tsx';
import { Tooltip } from '../design/tooltip.tsx';
import { describeCount } from '../inspector/describe-value.ts';
import { useDocument } from '../stores/document.ts';
import { nodeProgress, useRuns } from '../stores/runs.ts';
import { useView } from '../stores/view.ts';
import { CardLayers } from './card-layers.tsx';
import { type CardView, cardViews, severityOf } from './card-view.ts';
import { fitsDrawn } from './fits-drawn.ts';
import './node-card.css';
import { NodeCost } from './node-cost.tsx';
import { stateWords } from './node-states.ts';
import { PortRow } from './port-row.tsx';
import { TitleField } from './title-field.tsx';

/** One node on the canvas. */
export const NodeCard = memo(function NodeCard({ id }: { id: string }) {
  const view = useDocument((it) => cardViews(it.document).get(id));
  const faded = useFaded(id);
  const unfolded = useView((it) => it.unfolded.has(id));
  if (!view) return null;
  const severity = severityOf(view.problems);
  const broken = new Set(view.problems.map((it) => it.port));
  return (
    <article
      className="card"
      data-severity={severity}
      data-unknown={view.category === undefined || undefined}
      data-faded={faded || undefined}
      data-state={view.state}
      style={{ ['--category' as string]: `var(--category-${view.category ?? 'unknown'}, var(--text-faint))` }}
    >
      <header className="card-head">
        <CardMark id={id} category={view.category} />
        <div className="card-titles">
          <TitleField id={id} title={view.title} />
          {view.state && (
            <p className="card-state">
              <Icon name={view.state} size={12} />
              {stateWords[view.state]}
            </p>
          )}
          {view.kind && !view.state && (
            <p className="card-kind truncate" title={view.kind}>
              {view.kind}
            </p>
          )}
        </div>
        {severity && <ProblemBadge view={view} severity={severity} />}
      </header>
      {(view.inputs.length > 0 || view.outputs.length > 0) && (
        <div className="card-ports">
          <div className="card-side">
            {view.inputs.map((port) => (
              <PortRow
                key={port.port}
                node={id}
                nodeTitle={view.title}
                port={port}
                broken={broken.has(port.port)}
              />
            ))}
          </div>
          <div className="card-side">
            {view.outputs.map((port) => (
              <PortRow key={port.port} node={id} nodeTitle={view.title} port={port} broken={false} />
            ))}
          </div>
        </div>
      )}
      {view.layers.length > 0 && <CardLayers id={id} view={view} unfolded={unfolded} />}
      {view.params.length > 0 && (
        <dl className="card-params">
          {view.params.map((it) => (
            <div className="card-param" key={it.title} title={`${it.title}: ${it.value}`}>
              <dt className="truncate">{it.title}</dt>
              <dd className="truncate" data-set={it.set || undefined}>
                {it.value}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {view.category === undefined && (
        <p className="card-note">This Potstill does not know such a node. It is kept word for word.</p>
      )}
      {view.size && (
        <p className="card-cost truncate">
          {describeCount(view.size.parameters)} parameters · {describeCount(view.size.multiplyAdds)}{' '}
          multiply-adds
        </p>
      )}
      <NodeCost id={id} />
    </article>
  );
});

function CardMark({ id, category }: { id: string; category: CardView['category'] }) {
  const progress = useRuns(nodeProgress(id));
  const waits = progress === undefined || progress.phase === 'waiting';
  return (
    <span className="card-mark" data-phase={progress?.phase}>
      {progress?.phase === 'done' ? <Icon name="check" label="done" /> : <Icon name={category ?? 'help'} />}
      {!waits && progress.phase !== 'done' && (
        <ProgressRing
          label={`Progress, ${progress.phase}`}
          value={progress.fraction}
          size={32}
          {...(progress.phase === 'failed' && { colour: 'var(--danger)' })}
        />
      )}
    </span>
  );
}

function ProblemBadge({ view, severity }: { view: CardView; severity: 'error' | 'warning' }) {
  const [first, ...more] = view.problems;
  if (!first) return null;
  const rest = more.length > 0 ? `${more.length} more in the inspector.` : '';
  return (
    <Tooltip
      className="card-badge"
      text={
        <>
          <p>{first.message}</p>
          {first.fix && <p>{first.fix}</p>}
          {rest && <p>{rest}</p>}
        </>
      }
    >
      <Icon name={severity} label={problemCount(view.problems).words} />
    </Tooltip>
  );
}

/** While a wire is drawn, a node at which it cannot end steps back. */
function useFaded(id: string): boolean {
  return useView(
    ({ drawn }) =>
      drawn !== null &&
      drawn.end.node !== id &&
      !fitsDrawn(useDocument.getState().document, drawn).nodes.has(id),
  );
}
