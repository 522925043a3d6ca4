import { type EdgeProps, getBezierPath, getSmoothStepPath, useStore } from '@xyflow/react';
import type { ComponentType } from 'react';
import type { Position } from '../../../src/pipeline/document.ts';
import type { Area } from '../areas.ts';
import { curveThrough } from '../wire-curve.ts';
import { AROUND, backLane } from './back-lane.ts';
import type { CardNode, WireData } from './flow-records.ts';

export type DrawnPath = {
  readonly id: string;
  readonly path: string;
  readonly middle: Position;
  /** Width of the gap that the wire crosses; negative where it runs back. */
  readonly span: number;
  readonly selected: boolean;
  /** The points through which it is led; undefined for one that goes as it likes. */
  readonly points?: readonly Position[];
};

type WirePathProps = { readonly edge: EdgeProps; readonly As: ComponentType<DrawnPath> };

/** The way of a wire from port to port: a curve where it goes on to the right, else around the cards. */
export function WirePath(props: WirePathProps) {
  const via = viaOf(props.edge);
  if (via) return <LedPath {...props} via={via} />;
  return props.edge.targetX < props.edge.sourceX ? <BackPath {...props} /> : <ForthPath {...props} />;
}

const viaOf = ({ data }: EdgeProps): readonly Position[] | undefined => (data as WireData | undefined)?.via;

/** Through the points that the person gave it. While both of its cards are dragged together, the points go with them. */
function LedPath({ edge, As, via }: WirePathProps & { readonly via: readonly Position[] }) {
  const { source, target, sourceX, sourceY, targetX, targetY } = edge;
  const dragged = useStore(({ nodeLookup }) => {
    const [from, to] = [source, target].map((id) => {
      const node = nodeLookup.get(id);
      const at = (node?.data as CardNode['data'] | undefined)?.at;
      return node && at ? `${node.position.x - at.x} ${node.position.y - at.y}` : '0 0';
    });
    return from === to ? from : '0 0';
  });
  const [dx = 0, dy = 0] = dragged?.split(' ').map(Number) ?? [];
  const points = via.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
  const { path, middle, span } = curveThrough([
    { x: sourceX, y: sourceY },
    ...points,
    { x: targetX, y: targetY },
  ]);
  return <As {...drawn(edge)} path={path} middle={middle} span={span} points={points} />;
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
