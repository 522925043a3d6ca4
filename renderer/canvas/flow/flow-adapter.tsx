import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeChange,
  type EdgeProps,
  type NodeChange,
  type NodeProps,
  ReactFlow,
  ReactFlowProvider,
  type Viewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  type ComponentType,
  type ReactNode,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Document, End, Position, Wire } from '../../../src/pipeline/document.ts';
import type { DrawnWire } from '../../stores/view.ts';
import { GRID } from '../grid.ts';
import { onLettingGo } from '../on-letting-go.ts';
import { type Aim, ZOOM } from './aim.ts';
import { FarOff } from './far-off.tsx';
import {
  adoptEdges,
  adoptNodes,
  type CardNode,
  type Item,
  itemOf,
  noteKey,
  parted,
  selectionAfter,
  sideOf,
  wireOf,
} from './flow-records.ts';
import { useSurface } from './flow-surface.ts';
import { WithLayers } from './layers.tsx';
import { PipelineMap } from './pipeline-map.tsx';
import { type DrawnPath, WirePath } from './wire-path.tsx';
import { WireWatch } from './wire-watch.tsx';

/*
 * This folder alone knows React Flow. It is given the document and tells what a gesture came to; while a gesture
 * lasts, React Flow's own nodes hold what is under the pointer, and nobody else hears of it.
 */

/** Above so many nodes only what is in view is drawn. */
const ALL_DRAWN = 150;

export type FlowSurfaceProps = {
  readonly document: Document;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedWires: ReadonlySet<string>;
  readonly selectedNotes: ReadonlySet<string>;
  readonly snap: boolean;
  readonly minimap: boolean;
  readonly Card: ComponentType<{ id: string }>;
  readonly NoteCard: ComponentType<{ id: string }>;
  readonly WireLine: ComponentType<DrawnPath>;
  readonly itemLabel: (item: Item) => string;
  readonly itemColour: (item: Item) => string;
  readonly wireLabel: (id: string) => string;
  readonly lineColour: string;
  /** What the view was held on when this was shown before; undefined at the first time. */
  readonly aim: Aim | undefined;
  /** It is shown no more; hears what the view was held on. */
  readonly onLeave: (aim: Aim) => void;
  /** What is selected now; what is left out stays as it was. */
  readonly onSelect: (chosen: {
    readonly nodes?: ReadonlySet<string>;
    readonly notes?: ReadonlySet<string>;
    readonly wires?: ReadonlySet<string>;
  }) => void;
  readonly onMoved: (to: {
    readonly nodes: Readonly<Record<string, Position>>;
    readonly notes: Readonly<Record<string, Position>>;
  }) => void;
  /** Things were dragged away with the copying key held: copies were meant, and the originals stay. */
  readonly onCopied: (
    chosen: { readonly nodes: ReadonlySet<string>; readonly notes: ReadonlySet<string> },
    by: Position,
  ) => void;
  /** Whether a wire may be drawn; asked for each port that the pointer comes near. */
  readonly accepts: (wire: Wire) => boolean;
  readonly onDrawStart: (from: DrawnWire) => void;
  /** What would be drawn to the port that the pointer has come over; undefined over none. */
  readonly onDrawOver: (wire: Wire | undefined, accepted: boolean) => void;
  /** `at` is a point of the window; `wire` is what would have been drawn where the pointer let go. */
  readonly onDrawEnd: (end: {
    readonly at: Position;
    readonly from: DrawnWire;
    readonly wire: Wire | undefined;
    readonly accepted: boolean;
  }) => void;
  readonly onItemFocus: (item: Item) => void;
  readonly onItemDoubleClick: (item: Item, target: EventTarget | null) => void;
  readonly onWireDoubleClick: (id: string, at: Position) => void;
  readonly onEmptyDoubleClick: (at: Position) => void;
  readonly onContextMenu: (at: Position, over: { node?: string; note?: string; wire?: string }) => void;
  readonly children?: ReactNode;
};

export function FlowSurface(props: FlowSurfaceProps) {
  return (
    <ReactFlowProvider>
      <WithLayers>
        <Flow {...props} />
      </WithLayers>
    </ReactFlowProvider>
  );
}

function Flow(props: FlowSurfaceProps) {
  const { document, selectedNodes, selectedNotes, selectedWires } = props;
  const { Card, NoteCard, WireLine, itemLabel, wireLabel, onSelect } = props;
  const chosenItems = useMemo(
    () => ({ nodes: selectedNodes, notes: selectedNotes }),
    [selectedNodes, selectedNotes],
  );
  const [nodes, setNodes] = useState(() => adoptNodes(document, chosenItems, itemLabel, []));
  const [edges, setEdges] = useState(() => adoptEdges(document, selectedWires, wireLabel, []));
  useLayoutEffect(
    () => setNodes((before) => adoptNodes(document, chosenItems, itemLabel, before)),
    [document, chosenItems, itemLabel],
  );
  useLayoutEffect(
    () => setEdges((before) => adoptEdges(document, selectedWires, wireLabel, before)),
    [document, selectedWires, wireLabel],
  );
  const nodeTypes = useMemo(
    () => ({
      card: ({ id }: NodeProps) => <Card id={id} />,
      note: ({ id }: NodeProps) => <NoteCard id={itemOf(id).id} />,
    }),
    [Card, NoteCard],
  );
  const edgeTypes = useMemo(
    () => ({ wire: (edge: EdgeProps) => <WirePath edge={edge} As={WireLine} /> }),
    [WireLine],
  );
  const [fitAtFirst] = useState(() => nodes.length > 0);
  useSurface(document, { aim: fitAtFirst ? (props.aim ?? WHOLE) : undefined, onLeave: props.onLeave });
  const pulled = useRef<string | undefined>(undefined);
  const drawn = useRef<DrawnWire | undefined>(undefined);

  const onNodesChange = (changes: NodeChange<CardNode>[]): void => {
    const chosen = selectionAfter(changes, keysOf(chosenItems));
    if (chosen) {
      const { nodes: some, notes } = parted([...chosen].map((key) => [key, true]));
      onSelect({ nodes: new Set(Object.keys(some)), notes: new Set(Object.keys(notes)) });
    }
    const local = changes.filter((it) => it.type === 'position' || it.type === 'dimensions');
    if (local.length > 0) setNodes((before) => applyNodeChanges(local, before));
  };
  const onEdgesChange = (changes: EdgeChange[]): void => {
    const chosen = selectionAfter(changes, selectedWires);
    if (chosen) onSelect({ wires: chosen });
  };
  const onDragged = (event: { altKey: boolean }, moved: readonly CardNode[]): void => {
    const [first] = moved;
    if (!first) return;
    const to = moved.map(
      ({ id, position: { x, y } }) => [id, { x: Math.round(x), y: Math.round(y) }] as const,
    );
    if (!event.altKey) {
      props.onMoved(parted(to));
      return;
    }
    const by = { x: first.position.x - first.data.at.x, y: first.position.y - first.data.at.y };
    setNodes((before) => before.map((it) => ({ ...it, position: it.data.at })));
    const copied = parted(to);
    props.onCopied(
      { nodes: new Set(Object.keys(copied.nodes)), notes: new Set(Object.keys(copied.notes)) },
      { x: Math.round(by.x), y: Math.round(by.y) },
    );
  };
  const { onDrawOver } = props;
  const onOver = useCallback(
    (end: End | undefined, accepted: boolean) =>
      onDrawOver(end && drawn.current && wireBetween(drawn.current, end), accepted),
    [onDrawOver],
  );
  const crowded = nodes.length > ALL_DRAWN;

  return (
    <ReactFlow
      aria-label="Canvas"
      tabIndex={0}
      onDoubleClick={({ target, clientX, clientY }) => {
        if (target instanceof Element && target.classList.contains('react-flow__pane'))
          props.onEmptyDoubleClick({ x: clientX, y: clientY });
      }}
      onFocus={({ target }) => {
        if (target.matches('.react-flow__node:focus-visible') && target.dataset.id !== undefined)
          props.onItemFocus(itemOf(target.dataset.id));
      }}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDragStop={(event, _, moved) => onDragged(event, moved)}
      onSelectionDragStop={onDragged}
      isValidConnection={(it) => {
        const wire = wireOf(it);
        return wire !== undefined && props.accepts(wire);
      }}
      onConnectStart={(_, { nodeId, handleId, handleType }) => {
        if (nodeId === null || handleId === null) return;
        drawn.current = {
          end: { node: nodeId, port: handleId },
          side: sideOf(handleType),
          ...(pulled.current !== undefined && { pulled: pulled.current }),
        };
        props.onDrawStart(drawn.current);
      }}
      onConnectEnd={(event, { toHandle, isValid }) => {
        const from = drawn.current;
        pulled.current = undefined;
        drawn.current = undefined;
        if (!from) return;
        const end = toHandle && { node: toHandle.nodeId, port: toHandle.id ?? '' };
        const wire = end ? wireBetween(from, end) : undefined;
        props.onDrawEnd({ at: pointOf(event), from, wire, accepted: isValid === true });
      }}
      onReconnectStart={(_, edge) => {
        pulled.current = edge.id;
      }}
      onReconnect={ignore}
      onNodeDoubleClick={(event, node) => props.onItemDoubleClick(itemOf(node.id), event.target)}
      onEdgeDoubleClick={({ clientX: x, clientY: y }, { id }) => props.onWireDoubleClick(id, { x, y })}
      onPaneContextMenu={(event) => openMenu(event, {}, props)}
      onNodeContextMenu={(event, { id: key }) => {
        const { kind, id } = itemOf(key);
        openMenu(event, kind === 'note' ? { note: id } : { node: id }, props);
      }}
      onEdgeContextMenu={(event, { id }) => openMenu(event, { wire: id }, props)}
      onSelectionContextMenu={(event) => openMenu(event, {}, props)}
      snapToGrid={props.snap}
      snapGrid={[GRID, GRID]}
      minZoom={ZOOM.least}
      maxZoom={ZOOM.most}
      defaultViewport={EMPTY_VIEW}
      connectOnClick={false}
      connectionRadius={28}
      connectionLineType={ConnectionLineType.Bezier}
      connectionLineStyle={{ stroke: props.lineColour, strokeWidth: 2 }}
      reconnectRadius={12}
      multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
      selectionKeyCode="Shift"
      deleteKeyCode={null}
      panOnDrag={[0, 1]}
      zoomOnDoubleClick={false}
      disableKeyboardA11y
      edgesFocusable={false}
      onlyRenderVisibleElements={crowded}
      proOptions={{ hideAttribution: true }}
    >
      <Background
        variant={BackgroundVariant.Dots}
        gap={GRID}
        size={1.5}
        color="var(--canvas-dot)"
        bgColor="transparent"
      />
      {props.minimap && <PipelineMap itemColour={props.itemColour} />}
      <FarOff />
      <WireWatch onOver={onOver} />
      {props.children}
    </ReactFlow>
  );
}

const keysOf = ({
  nodes,
  notes,
}: {
  readonly nodes: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
}): ReadonlySet<string> => new Set([...nodes, ...[...notes].map(noteKey)]);

/** A wire from where it is drawn to the port that it comes to. */
const wireBetween = ({ end, side }: DrawnWire, to: End): Wire =>
  side === 'output' ? { from: end, to } : { from: to, to: end };

/** What a pipeline is fitted to at first. */
const WHOLE: Aim = { kind: 'whole' };
const EMPTY_VIEW: Viewport = { x: 0, y: 0, zoom: 1 };
/** React Flow lets wires be re-ended only where this is given; `onConnectEnd` tells of it too. */
const ignore = (): void => {};

function pointOf(event: MouseEvent | TouchEvent): Position {
  const { clientX: x = 0, clientY: y = 0 } =
    'changedTouches' in event ? (event.changedTouches[0] ?? {}) : event;
  return { x, y };
}

type MenuEvent = { clientX: number; clientY: number; buttons: number; preventDefault(): void };

function openMenu(
  event: MenuEvent,
  over: Parameters<FlowSurfaceProps['onContextMenu']>[1],
  props: FlowSurfaceProps,
): void {
  event.preventDefault();
  onLettingGo(event, () => props.onContextMenu({ x: event.clientX, y: event.clientY }, over));
}
