import { type EdgeProps, getBezierPath, getSmoothStepPath, useStore } from '@xyflow/react';
import type { ComponentType } from 'react';
import type { Position } from '../../../src/pipeline/document.ts';
import type { Area } from '../areas.ts';
import { AROUND, backLane } from './back-lane.ts';

export type DrawnPath = {
  readonly id: string;
  readonly path: string;
  readonly middle: Position;
  /** Width of the gap that the wire crosses; negative where it runs back. */
  readonly span: number;
  readonly selected: boolean;
};

type WirePathProps = { readonly edge: EdgeProps; readonly As: ComponentType<DrawnPath> };

/** The way of a wire from port to port: a curve where it goes on to the right, else around the cards. */
export function WirePath(props: WirePathProps) {
  return props.edge.targetX < props.edge.sourceX ? <BackPath {...props} /> : <ForthPath {...props} />;
}

function ForthPath({ edge, As }: WirePathProps) {
  const [path, x, y] = getBezierPath(edge);
  return <As {...drawn(edge)} path={path} middle={{ x, y }} />;
}

function BackPath({ edge, As }: WirePathProps) {
  const { source, target, sourceX, sourceY, targetX, targetY } = edge;
  const lane = useStore(({ nodeLookup }) => {
    const cardOf = (id: string, at: Position): Area => {
      const { measured, internals } = nodeLookup.get(id) ?? {};
      const { width = 0, height = 0 } = measured ?? {};
      return { ...(internals?.positionAbsolute ?? at), width, height };
    };
    const from = cardOf(source, { x: sourceX, y: sourceY });
    const to = cardOf(target, { x: targetX, y: targetY });
    return backLane(from, to, [sourceY, targetY]);
  });
  const [path, x, y] = getSmoothStepPath({ ...edge, centerY: lane, offset: AROUND, borderRadius: AROUND });
  return <As {...drawn(edge)} path={path} middle={{ x, y }} />;
}

const drawn = ({ id, sourceX, targetX, selected }: EdgeProps) => ({
  id,
  span: targetX - sourceX,
  selected: selected ?? false,
});
