import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { isFamily, seenInputs, singlePorts } from '../../src/pipeline/ports.ts';
import { definitionsIn } from '../catalogue.ts';
import { formFields, shownFields } from '../inspector/form-fields.ts';
import type { DrawnWire } from '../stores/view.ts';
import type { Area } from './areas.ts';
import { nodeWires } from './card-content.ts';
import type { Bound } from './fitting-ports.ts';
import { GRID, snapped } from './grid.ts';
import { newcomerPort } from './newcomer.ts';

/** Sizes of node-card.css and card-layers.css, for cards that were never drawn. */
const CARD = { width: 220, head: 47, row: 20, around: 8, layers: 24, cost: 18 };
const PARAMS_TOLD = 3;

/** @param wired whether an input has a wire; a row of alike inputs grows with them */
export function cardSize(
  definition: NodeDefinition | undefined,
  wired: (port: string) => boolean = () => false,
): { width: number; height: number } {
  const { width, head, row, around, layers, cost } = CARD;
  if (!definition) return { width, height: head + 3 * row };
  const outputs = singlePorts(definition.outputs);
  const ports = Math.max(seenInputs(definition.inputs, wired).length, outputs.length);
  const params = Math.min(PARAMS_TOLD, shownFields(formFields(definition), {}).length);
  const height = head + (ports > 0 ? ports * row + around : 0) + (params > 0 ? params * row + around : 0);
  // Both stand there as soon as a network has met its data.
  const listed = Object.keys(definition.outputs).some(isFamily) ? layers : 0;
  const told = listed > 0 || outputs.some(([, it]) => it.kind === 'model') ? cost : 0;
  return { width, height: height + listed + told + around };
}

/** The corner at which a node's middle is at a point. */
export function centredAt(definition: NodeDefinition, at: Position, snap: boolean): Position {
  const { width, height } = cardSize(definition);
  return snapped({ x: at.x - width / 2, y: at.y - height / 2 }, snap);
}

/** The corner at which the port that a wire is led to is at a point. */
export function portPlace(
  document: Document,
  checked: Bound,
  drawn: DrawnWire,
  definition: NodeDefinition,
  at: Position,
  snap: boolean,
): Position {
  const input = drawn.side === 'output';
  const port = newcomerPort(document, checked, drawn, definition);
  const names = input
    ? seenInputs(definition.inputs, () => false)
    : singlePorts(definition.outputs).map(([name]) => name);
  const row = Math.max(0, names.indexOf(port ?? ''));
  const down = CARD.head + CARD.around / 2 + (row + 0.5) * CARD.row;
  return snapped({ x: input ? at.x : at.x - CARD.width, y: at.y - down }, snap);
}

/** Where the nodes of a document lie; as drawn where they were, else by an estimate. */
export function nodeAreas(
  document: Document,
  drawn: (id: string) => Area | undefined = () => undefined,
): Readonly<Record<string, Area>> {
  const wires = nodeWires(document).into;
  return Object.fromEntries(
    Object.entries(document.nodes).map(([id, { type, position }]): [string, Area] => {
      const area = drawn(id);
      const { width, height } =
        area && area.width > 0
          ? area
          : cardSize(definitionsIn(document).get(type), (port) => wires.get(id)?.has(port) ?? false);
      return [id, { ...position, width, height }];
    }),
  );
}

/**
 * The free place nearest to the one wished for. It goes round the wish in growing squares, so that a node
 * never covers another; on a canvas without a free place the wish is granted as it is.
 */
export function freePlace(
  wish: Position,
  size: { readonly width: number; readonly height: number },
  taken: readonly Area[],
): Position {
  const free = (at: Position): boolean => taken.every((it) => !overlap({ ...at, ...size }, it));
  for (let ring = 0; ring <= MOST_RINGS; ring += 1)
    for (const { x, y } of ringOf(ring)) {
      const at = { x: wish.x + x * 4 * GRID, y: wish.y + y * 2 * GRID };
      if (free(at)) return at;
    }
  return wish;
}

const MOST_RINGS = 200;

/** The steps of one square around the middle, those nearest to it first: to the right, where pipelines go on. */
function ringOf(ring: number): readonly Position[] {
  if (ring === 0) return [{ x: 0, y: 0 }];
  const steps: Position[] = [];
  for (let at = -ring; at <= ring; at += 1)
    steps.push({ x: ring, y: at }, { x: at, y: ring }, { x: -ring, y: at }, { x: at, y: -ring });
  return steps.sort((a, b) => a.x * a.x + a.y * a.y - b.x * b.x - b.y * b.y);
}

/** Whether two cards touch, with the gap between them that wires need to be seen. */
function overlap(a: Area, b: Area): boolean {
  return (
    a.x < b.x + b.width + 3 * GRID &&
    b.x < a.x + a.width + 3 * GRID &&
    a.y < b.y + b.height + GRID &&
    b.y < a.y + a.height + GRID
  );
}
