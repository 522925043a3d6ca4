import { withRefs } from '../bind.ts';
import {
  type Derived,
  type Graph,
  type GraphNode,
  handle,
  nodeOf,
  READ,
  type Ref,
  variableRead,
} from '../graph.ts';
import { heldOf } from '../held-of.ts';
import { type } from '../node-builder.ts';

/** Ops whose outcome is another one at each call, or that do something. */
const OWN = /^(Placeholder|Stateless|Timestamp|Assign|ResourceApply|Switch|Merge)/;

/**
 * What follows from fixed variables alone is computed once, before the first call, and kept in a variable: the weights of
 * a frozen network are not folded anew in each step.
 */
export function hoistInvariants(graph: Graph): Graph {
  if (graph.fixed.size === 0) return graph;
  const held = heldOf(graph);
  /** Whether a node is computed from fixed variables and constants; a constant by itself is left to TensorFlow. */
  const kinds = new Map<string, 'constant' | 'fixed' | 'varies'>();
  for (const node of graph.nodes) kinds.set(node.name, kindOf(node, graph.fixed, kinds));
  const isFixed = (ref: Ref): boolean => kinds.get(nodeOf(ref)) === 'fixed';
  const computed = new Set(
    graph.nodes.filter((it) => kinds.get(it.name) === 'fixed' && it.op !== READ).map((it) => it.name),
  );
  const derived = new Map<Ref, Derived>();
  const replaced = new Map<Ref, GraphNode>();
  const hoist = (ref: Ref): Ref => {
    if (!isFixed(ref) || !computed.has(nodeOf(ref))) return ref;
    const known = replaced.get(ref);
    if (known) return known.name;
    const of = graph.nodes.find((it) => it.name === nodeOf(ref)) as GraphNode;
    const variable = `once/${ref}`;
    const own = held(ref);
    derived.set(ref, { variable, value: ref, held: own });
    const read: GraphNode = {
      name: `${ref.replace(':', '/')}/once`,
      op: READ,
      inputs: [handle(variable)],
      after: [],
      attributes: { dtype: type(own.dtype) },
      outputs: [own],
      scope: of.scope,
    };
    replaced.set(ref, read);
    return read.name;
  };
  const now = withRefs(graph, (ref, reader) => (reader && computed.has(reader.name) ? ref : hoist(ref)));
  if (derived.size === 0) return graph;
  const needed = new Set(graph.nodes.filter((it) => kinds.get(it.name) !== 'varies').map((it) => it.name));
  const copied = (name: string): string => `${name}/first`;
  const copy = (ref: Ref): Ref => {
    const at = nodeOf(ref);
    return needed.has(at) ? `${copied(at)}${ref.slice(at.length)}` : ref;
  };
  return {
    ...now,
    nodes: [...replaced.values(), ...now.nodes],
    once: {
      nodes: [
        ...graph.once.nodes,
        ...graph.nodes
          .filter((it) => needed.has(it.name))
          .map((it) => ({ ...it, name: copied(it.name), inputs: it.inputs.map(copy) })),
      ],
      variables: [
        ...graph.once.variables,
        ...[...derived.values()].map((it) => ({ ...it, value: copy(it.value) })),
      ],
    },
  };
}

function kindOf(
  node: GraphNode,
  fixed: ReadonlySet<string>,
  kinds: ReadonlyMap<string, 'constant' | 'fixed' | 'varies'>,
): 'constant' | 'fixed' | 'varies' {
  if (node.op === 'Const') return 'constant';
  const variable = variableRead(node);
  if (variable !== null) return fixed.has(variable) ? 'fixed' : 'varies';
  if (OWN.test(node.op) || node.after.length > 0 || node.inputs.length === 0) return 'varies';
  const inputs = node.inputs.map((ref) => kinds.get(nodeOf(ref)) ?? 'varies');
  if (inputs.includes('varies')) return 'varies';
  return inputs.includes('fixed') ? 'fixed' : 'constant';
}
