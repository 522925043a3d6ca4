import { removeWires } from '../../src/pipeline/edits.ts';
import { addWayPointTo, removeWayPoints } from '../canvas/way-point-edits.ts';
import { spokenEnd, wireViews } from '../canvas/wire-view.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { showNode } from '../runs/show-node.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select } from '../stores/view.ts';
import { RemedyButtons } from './remedy-buttons.tsx';

/** One wire: its ends, what flows through it, why it carries nothing. */
export function WirePanel({ wire: id }: { wire: string }) {
  const document = useDocument((it) => it.document);
  const wire = document.wires[id];
  const view = wireViews(document).get(id);
  if (!wire || !view) return null;
  const { shape, kind, problem } = view;
  return (
    <>
      <h2 className="inspector-title">Wire</h2>
      <p className="inspector-note">{[kind, shape].filter(Boolean).join(' · ')}</p>
      {problem && (
        <ul className="node-problems" aria-label="Problems">
          <li data-severity={problem.severity}>
            <Icon name={problem.severity} label={problem.severity} />
            <div className="selectable">
              <p>{problem.message}</p>
              {problem.fix && <p className="node-problems-fix">{problem.fix}</p>}
              <RemedyButtons problem={problem} />
            </div>
          </li>
        </ul>
      )}
      <section className="inspector-section" aria-label="Ends">
        <ul className="inspector-list">
          <li>
            <button type="button" onClick={() => showNode(wire.from.node)}>
              from {spokenEnd(document, 'outputs', wire.from)}
            </button>
          </li>
          <li>
            <button type="button" onClick={() => showNode(wire.to.node)}>
              to {spokenEnd(document, 'inputs', wire.to)}
            </button>
          </li>
        </ul>
        <div className="inspector-actions">
          <Button size="small" icon="way-point" onClick={() => addWayPointTo(id)}>
            Add a way point
          </Button>
          {wire.via && (
            <Button size="small" icon="minus" onClick={() => removeWayPoints(id)}>
              Remove its way points
            </Button>
          )}
          <Button
            size="small"
            icon="trash"
            onClick={() => {
              if (edit('Remove wire', (it) => removeWires(it, [id]))) select([]);
            }}
          >
            Remove
          </Button>
        </div>
      </section>
    </>
  );
}
