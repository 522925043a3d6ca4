import { memo, useState } from 'react';
import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { useDraggedKind } from './dragged-kind.ts';
import { OnWires } from './flow/on-wires.tsx';
import { WireLabel } from './flow/wire-label.tsx';
import type { DrawnPath } from './flow/wire-path.tsx';
import { WayPoint } from './way-point.tsx';
import './wire-line.css';
import { wireViews } from './wire-view.ts';

/** A wire in the colour of what it carries, with the shape on it where there is room. */
export const WireLine = memo(function WireLine({ id, path, middle, span, selected, points }: DrawnPath) {
  const view = useDocument((it) => wireViews(it.document).get(id));
  const [hovered, setHovered] = useState(false);
  const alone = useView((it) => it.wires.size === 1);
  const taking = useDraggedKind((it) => it.over === id);
  if (!view) return null;
  const { kind, shape, problem, idle } = view;
  // With many selected, their labels would cover the nodes.
  const asked = hovered || (selected && alone);
  const colour = problem ? 'var(--danger)' : kind ? `var(--port-${kind})` : 'var(--text-faint)';
  const label = problem ? (asked ? problem.message : undefined) : shape;
  return (
    <>
      <g
        className="wire"
        data-broken={problem ? '' : undefined}
        data-idle={idle || undefined}
        data-asked={hovered || selected || undefined}
        data-taking={taking || undefined}
        style={{ ['--wire' as string]: kind ? `var(--port-${kind})` : 'var(--text-faint)' }}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      >
        <path className="wire-touch" d={path} />
        <path className="wire-line" d={path} />
      </g>
      {points && (
        <OnWires>
          {points.map((at, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place along the wire
            <WayPoint key={place} wire={id} place={place} at={at} colour={colour} />
          ))}
        </OnWires>
      )}
      {label && (asked || hasRoom(label, span)) && (
        <WireLabel at={middle} above={asked} broken={problem !== undefined}>
          {label}
        </WireLabel>
      )}
    </>
  );
});

/** Width of a letter at the label's size, about, and what must stay free at either side of it. */
const LETTER = 6.2;
const CLEAR = 28;

const hasRoom = (label: string, span: number): boolean => span >= label.length * LETTER + CLEAR;
