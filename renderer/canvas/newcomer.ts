import type { NodeDefinition } from '../../src/nodes/define.ts';
import { check } from '../../src/pipeline/check.ts';
import { refuseWire } from '../../src/pipeline/connect.ts';
import { type Document, emptyDocument, type Position } from '../../src/pipeline/document.ts';
import { addWire, removeWires } from '../../src/pipeline/edits.ts';
import { type PortSpec, portSpec, singlePorts } from '../../src/pipeline/ports.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import type { DrawnWire } from '../stores/view.ts';
import { type Added, addNode } from './add-node.ts';
import { type Bound, endsFit } from './fitting-ports.ts';

const ORIGIN: Position = { x: 0, y: 0 };

/**
 * The port of a node that is not there yet at which a drawn wire would end; undefined where none fits.
 * Of several, the one that must be wired comes before one that need not, and the like-named before others.
 */
export function newcomerPort(
  document: Document,
  checked: Bound,
  drawn: DrawnWire,
  definition: NodeDefinition,
): string | undefined {
  const { document: trial, node } = addNode(document, definition, ORIGIN);
  const alone = check({ ...emptyDocument(), nodes: { [node]: trial.nodes[node] as never } }, definitions);
  const nodes = { ...checked.nodes, ...alone.nodes };
  const specs = definition[drawn.side === 'output' ? 'inputs' : 'outputs'];
  const other = specOf(document, drawn);
  const fits = singlePorts(specs)
    .map(([port]) => port)
    .filter((port) => {
      const end = { node, port };
      const wire = drawn.side === 'output' ? { from: drawn.end, to: end } : { from: end, to: drawn.end };
      return endsFit(trial, { ...checked, nodes }, wire) && !willClash(drawn, other, specs[port]);
    });
  const rank = (port: string): number =>
    (specs[port]?.optional ? 2 : 0) +
    (port === drawn.end.port || specs[port]?.title === other?.title ? 0 : 1);
  return fits.sort((a, b) => rank(a) - rank(b))[0];
}

/** An output whose type is not known yet fits anything; whether it will carry a gradient is known all the same. */
function willClash(drawn: DrawnWire, wanted: PortSpec | undefined, given: PortSpec | undefined): boolean {
  if (drawn.side === 'output' || wanted?.kind !== 'activation' || given?.kind !== 'activation') return false;
  const [a, b] = [wanted.gradient, given.gradient];
  return a !== 'any' && b !== 'any' && a !== b;
}

const specOf = (document: Document, { end, side }: DrawnWire): PortSpec | undefined =>
  portSpec(
    definitionsIn(document).get(document.nodes[end.node]?.type ?? '')?.[
      side === 'output' ? 'outputs' : 'inputs'
    ],
    end.port,
  );

/** Adds a node and wires the drawn end into it; without a wire where nothing of it fits. */
export function addWired(
  document: Document,
  checked: Bound,
  drawn: DrawnWire,
  definition: NodeDefinition,
  position: Position,
): Added {
  const port = newcomerPort(document, checked, drawn, definition);
  const added = addNode(document, definition, position);
  if (port === undefined) return added;
  const end = { node: added.node, port };
  const wire = drawn.side === 'output' ? { from: drawn.end, to: end } : { from: end, to: drawn.end };
  return { ...added, document: addWire(added.document, wire) };
}

/** Puts a node into a wire, so that it leads through it; undefined where it does not fit at both ends. */
export function addInto(
  document: Document,
  checked: Bound,
  wire: string,
  definition: NodeDefinition,
  position: Position,
): Added | undefined {
  const through = document.wires[wire];
  if (!through) return undefined;
  const open = removeWires(document, [wire]);
  const into = newcomerPort(open, checked, { end: through.from, side: 'output' }, definition);
  if (into === undefined) return undefined;
  const added = addNode(open, definition, position);
  const half = addWire(added.document, { from: through.from, to: { node: added.node, port: into } });
  for (const [port] of singlePorts(definition.outputs)) {
    const rest = { from: { node: added.node, port }, to: through.to };
    if (refuseWire(half, definitions, rest) === undefined)
      return { node: added.node, document: addWire(half, rest, wire) };
  }
  return undefined;
}
