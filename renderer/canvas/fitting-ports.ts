import type { CheckedGraph } from '../../src/pipeline/check.ts';
import { refuseWire } from '../../src/pipeline/connect.ts';
import type { Document, End, Wire } from '../../src/pipeline/document.ts';
import { downstreamOf, upstreamOf } from '../../src/pipeline/order.ts';
import { kindsJoin, type PortType, portSpec, portsThere } from '../../src/pipeline/ports.ts';
import { refusal } from '../../src/pipeline/refusal.ts';
import type { Letters } from '../../src/pipeline/shapes.ts';
import { subgraphOf } from '../../src/pipeline/subgraph/subgraph.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import type { DrawnWire } from '../stores/view.ts';

/** A port's name among all of a document. */
export const portKey = (side: DrawnWire['side'], { node, port }: End): string => `${side} ${node} ${port}`;

/**
 * The ports at which a wire that is being drawn may end. It answers for all ports at once what `refuseWire`
 * answers for one, without checking the document anew for each: the wire's own clash, and circles.
 */
export function fittingPorts(
  document: Document,
  checked: CheckedGraph,
  drawn: DrawnWire,
): ReadonlySet<string> {
  const fitting = new Set<string>();
  const from = drawn.end.node;
  const behind = drawn.side === 'output' ? upstreamOf(document, [from]) : downstreamOf(document, from);
  // Circles come from files alone, and a wire may open one by taking another's place: too rare to be quick about.
  const circled = checked.problems.some((it) => it.code === 'cycle');
  for (const [node, { type }] of Object.entries(document.nodes)) {
    const side = drawn.side === 'output' ? 'input' : 'output';
    const ports = definitionsIn(document).get(type)?.[side === 'input' ? 'inputs' : 'outputs'] ?? {};
    for (const port of portsThere(ports, checked.nodes[node]?.[side === 'input' ? 'inputs' : 'outputs'])) {
      const end = { node, port };
      const wire = drawn.side === 'output' ? { from: drawn.end, to: end } : { from: end, to: drawn.end };
      // A subgraph's ports bind their sizes within it, which the check alone knows.
      const within = [type, document.nodes[from]?.type ?? ''].some((it) => subgraphOf(it) !== undefined);
      const fits =
        circled || within
          ? refuseWire(document, definitions, wire) === undefined
          : !behind.has(node) && endsFit(document, checked, wire);
      if (fits) fitting.add(portKey(side, end));
    }
  }
  return fitting;
}

/** As much of a checked document as says what flows. */
export type Bound = Pick<CheckedGraph, 'document' | 'nodes' | 'wires'>;

/** Whether the two ends of a wire agree, circles aside. */
export function endsFit(document: Document, checked: Bound, { from, to }: Wire): boolean {
  const output = portSpec(
    definitionsIn(document).get(document.nodes[from.node]?.type ?? '')?.outputs,
    from.port,
  );
  const inputs = definitionsIn(document).get(document.nodes[to.node]?.type ?? '')?.inputs ?? {};
  const input = inputs[to.port];
  if (!output || !input || !kindsJoin(output.kind, input.kind)) return false;
  const type = checked.nodes[from.node]?.outputs[from.port];
  if (type === undefined) return true;
  const letters: Letters = new Map();
  const arrived = arrivals(checked).get(to.node);
  // Ports bind their letters in the definition's order, so that those before this one have spoken already.
  for (const [port, spec] of Object.entries(inputs)) {
    if (port === to.port) return refusal(type, input, letters) === undefined;
    const other = arrived?.get(port);
    if (other) refusal(other, spec, letters);
  }
  return true;
}

const known = new WeakMap<Bound['wires'], ReadonlyMap<string, ReadonlyMap<string, PortType>>>();

/** What arrives at each node and port, whether it fits there or not. */
function arrivals({ document, wires }: Bound): ReadonlyMap<string, ReadonlyMap<string, PortType>> {
  const before = known.get(wires);
  if (before) return before;
  const found = new Map<string, Map<string, PortType>>();
  for (const [id, type] of Object.entries(wires)) {
    const to = document.wires[id]?.to;
    if (to) found.set(to.node, (found.get(to.node) ?? new Map<string, PortType>()).set(to.port, type));
  }
  known.set(wires, found);
  return found;
}
