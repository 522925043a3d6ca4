import type { Category } from '../../src/nodes/define.ts';
import { titleOf } from '../../src/pipeline/check.ts';
import type { Document, DocumentNode, End, FrameColour, Position } from '../../src/pipeline/document.ts';
import { type PortKind, type PortSpecs, portSpec, singlePorts } from '../../src/pipeline/ports.ts';
import { areaOf } from '../canvas/areas.ts';
import { tellingParams } from '../canvas/card-content.ts';
import { curveThrough } from '../canvas/wire-curve.ts';
import { definitions, definitionsIn } from '../catalogue.ts';

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A pipeline in small: what one sees of it from far away, in units of its canvas. */
export type Thumbnail = {
  readonly box: Box;
  readonly frames: readonly (Box & { readonly id: string; readonly colour: FrameColour | undefined })[];
  readonly notes: readonly (Box & { readonly id: string })[];
  readonly cards: readonly (Box & {
    readonly id: string;
    /** Undefined where the node's type is not known. */
    readonly category: Category | undefined;
    /** Share of the card's width that its title takes. */
    readonly title: number;
    readonly lines: number;
    /** Muted or bypassed. */
    readonly off: boolean;
  })[];
  readonly wires: readonly {
    readonly id: string;
    readonly path: string;
    readonly kind: PortKind | undefined;
    /** The points through which it is led. */
    readonly points: readonly Position[];
  }[];
};

/** Sizes of a card on the canvas, as its style sheets give them. */
export const CARD = { width: 220, head: 47, port: 20, padding: 8, line: 20, rule: 9, layers: 24, size: 18 };
/** So much is always shown, so that a lone node is not blown up. */
const LEAST = { width: 900, height: 480 };
const MARGIN = 36;

/** Draws a document from its own positions, ports and wires. */
export function thumbnailOf(document: Document): Thumbnail {
  const cards = Object.entries(document.nodes).map(([id, node]) => ({
    id,
    ...boxOf(document, id, node),
    category: definitionsIn(document).get(node.type)?.category,
    title: Math.min(1, titleOf(document, definitions, id).length / 24),
    lines: linesOf(document, node),
    off: node.state !== undefined,
  }));
  const frames = Object.entries(document.frames).map(([id, frame]) => ({
    id,
    ...areaOf(frame),
    colour: frame.colour,
  }));
  const wires = Object.entries(document.wires).flatMap(([id, { from, to, via }]) => {
    const start = portAt(document, from, 'outputs');
    const end = portAt(document, to, 'inputs');
    if (!start || !end) return [];
    const kind = portSpec(
      definitionsIn(document).get(document.nodes[from.node]?.type ?? '')?.outputs,
      from.port,
    )?.kind;
    const path = via ? curveThrough([start, ...via, end]).path : curve(start, end);
    return [{ id, path, kind, points: via ?? [] }];
  });
  const notes = Object.entries(document.notes).map(([id, note]) => ({ id, ...areaOf(note) }));
  const led = wires.flatMap(({ points }) => points.map((at) => ({ ...at, width: 0, height: 0 })));
  return { box: around([...frames, ...notes, ...cards, ...led]), frames, notes, cards, wires };
}

/** The ports of a side as they stand on the card: the definition's own, and of a family those that are wired. */
function portsOf(document: Document, id: string, side: 'inputs' | 'outputs'): readonly string[] {
  const own = singlePorts(definitionsIn(document).get(document.nodes[id]?.type ?? '')?.[side] ?? {}).map(
    ([port]) => port,
  );
  const wired = Object.values(document.wires)
    .map((it) => (side === 'inputs' ? it.to : it.from))
    .filter((it) => it.node === id)
    .map((it) => it.port);
  return [...new Set([...own, ...wired])];
}

const linesOf = (document: Document, node: DocumentNode): number =>
  tellingParams(node, definitionsIn(document).get(node.type)).length;

function boxOf(document: Document, id: string, node: DocumentNode): Box {
  const { inputs = {}, outputs = {} } = definitionsIn(document).get(node.type) ?? {};
  const rows = Math.max(portsOf(document, id, 'inputs').length, portsOf(document, id, 'outputs').length);
  const lines = linesOf(document, node);
  const kinds = (of: PortSpecs): readonly PortKind[] => singlePorts(of).map(([, it]) => it.kind);
  const layered = singlePorts(outputs).length < Object.keys(outputs).length;
  const sized =
    kinds(outputs).includes('model') || (kinds(inputs).includes('network') && kinds(inputs).includes('data'));
  const height =
    CARD.head +
    CARD.padding +
    rows * CARD.port +
    (layered ? CARD.layers : 0) +
    (lines > 0 ? CARD.rule + lines * CARD.line : 0) +
    (sized ? CARD.size : 0) +
    CARD.padding;
  return { ...node.position, width: CARD.width, height };
}

/** The middle of a port's dot; undefined where there is no such node. */
function portAt(
  document: Document,
  { node: id, port }: End,
  side: 'inputs' | 'outputs',
): Position | undefined {
  const node = document.nodes[id];
  if (!node) return undefined;
  const row = Math.max(0, portsOf(document, id, side).indexOf(port));
  return {
    x: node.position.x + (side === 'outputs' ? CARD.width : 0),
    y: node.position.y + CARD.head + CARD.padding / 2 + (row + 0.5) * CARD.port,
  };
}

/** The canvas's own curve: out to the right, in from the left, further out the more it runs back. */
function curve(from: Position, to: Position): string {
  const across = to.x - from.x;
  const reach = across >= 0 ? across / 2 : 6.25 * Math.sqrt(-across);
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
}

function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, ...LEAST };
  const left = Math.min(...boxes.map((it) => it.x));
  const top = Math.min(...boxes.map((it) => it.y));
  const inner = {
    width: Math.max(...boxes.map((it) => it.x + it.width)) - left,
    height: Math.max(...boxes.map((it) => it.y + it.height)) - top,
  };
  const width = Math.max(LEAST.width, inner.width + 2 * MARGIN);
  const height = Math.max(LEAST.height, inner.height + 2 * MARGIN);
  return { x: left - (width - inner.width) / 2, y: top - (height - inner.height) / 2, width, height };
}
