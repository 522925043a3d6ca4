import { z } from 'zod';
import { type CheckedGraph, titleOf } from '../check-flat.ts';
import type { Definitions, PipelineDefinition } from '../definition.ts';
import type { Document, End, Subgraph } from '../document.ts';
import { type PortSpec, type PortType, portSpec } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { standsFor } from './subgraph.ts';

type Paths = ReadonlyMap<string, readonly string[]>;

/**
 * The check of a document with all that its subgraphs hold, told at the nodes that are drawn: a node that stands for a
 * subgraph has the types of the ports that it shows, and the problems of whatever stands within.
 */
export function fold(
  graph: CheckedGraph,
  drawn: Document,
  paths: Paths,
  definitions: Definitions,
): CheckedGraph {
  const owners = new Map([...paths].map(([flat, [owner = flat]]) => [flat, owner]));
  const flats = new Map([...paths].map(([flat, path]) => [path.join(' '), flat]));
  /** Where an end of a path of nodes comes to lie, through as many subgraphs as there are. */
  const flatEnd = (
    path: readonly string[],
    end: End,
    side: 'inputs' | 'outputs',
    types: readonly string[],
  ): End | undefined => {
    const [type = '', ...around] = types;
    const subgraph = around.includes(type) ? undefined : standsFor(drawn, type);
    if (!subgraph) return { node: flats.get(path.join(' ')) ?? '', port: end.port };
    const within = side === 'inputs' ? subgraph.inputs[end.port]?.into[0] : subgraph.outputs[end.port]?.from;
    const inner = within && typeWithin(subgraph, within.node);
    if (!within || inner === undefined) return undefined;
    return flatEnd([...path, within.node], within, side, [inner, ...types]);
  };
  const nodes = { ...graph.nodes };
  const needed = new Set(graph.needed);
  for (const [flat, owner] of owners) if (needed.has(flat)) needed.add(owner);
  for (const [id, { type }] of Object.entries(drawn.nodes)) {
    const subgraph = standsFor(drawn, type);
    if (!subgraph) continue;
    const typesOf = (side: 'inputs' | 'outputs'): Record<string, PortType | undefined> =>
      Object.fromEntries(
        Object.keys(subgraph[side]).map((port) => {
          const end = flatEnd([id], { node: id, port }, side, [type]);
          return [port, end && graph.nodes[end.node]?.[side][end.port]];
        }),
      );
    nodes[id] = {
      definition: subgraphPorts(type, subgraph, drawn, definitions),
      params: {},
      inputs: typesOf('inputs'),
      outputs: typesOf('outputs'),
    };
  }
  return {
    ...graph,
    document: drawn,
    ...{ nodes, needed, owners },
    problems: graph.problems.map((it) => outside(it, drawn, owners, graph, definitions)),
  };
}

/** A problem within a subgraph as it is told outside: at the node that stands for it, with the name of what it is of. */
function outside(
  problem: Problem,
  drawn: Document,
  owners: ReadonlyMap<string, string>,
  { document: flat }: CheckedGraph,
  definitions: Definitions,
): Problem {
  const { node, port, param, wire, ...rest } = problem;
  const owner = node === undefined ? undefined : owners.get(node);
  const kept = wire !== undefined && Object.hasOwn(drawn.wires, wire) ? { wire } : {};
  if (node === undefined || owner === undefined)
    return {
      ...rest,
      ...kept,
      ...(node !== undefined && { node }),
      ...(port !== undefined && { port }),
      ...(param !== undefined && { param }),
    };
  return {
    ...rest,
    ...kept,
    node: owner,
    message: `${titleOf(flat, definitions, node)}, within: ${problem.message}`,
  };
}

/**
 * The ports that a subgraph shows, as those within that they lead to.
 */
export function subgraphPorts(
  type: string,
  subgraph: Subgraph,
  document: Document,
  definitions: Definitions,
): PipelineDefinition {
  const specOf = specsWithin(document, definitions);
  const shown = (specs: readonly (readonly [string, PortSpec | undefined])[]): Record<string, PortSpec> =>
    Object.fromEntries(specs.flatMap(([name, spec]) => (spec ? [[name, { title: name, ...spec }]] : [])));
  return {
    type,
    version: 1,
    title: subgraph.title.trim() || 'Subgraph',
    inputs: shown(
      Object.entries(subgraph.inputs).map(([name, { into }]) => {
        const specs = into.map((end) => specOf(type, end, 'inputs'));
        const [first] = specs;
        return [name, first && { ...first, optional: specs.every((it) => it?.optional === true) }];
      }),
    ),
    outputs: shown(
      Object.entries(subgraph.outputs).map(([name, { from }]) => [name, specOf(type, from, 'outputs')]),
    ),
    params: z.record(z.string(), z.unknown()),
    goal: Object.values(subgraph.nodes).some((it) => definitions.get(it.type)?.goal === true),
    upgrade: {},
  };
}

/** What the ports within subgraphs are, each found once: what stands within doubles from one subgraph to the next. */
function specsWithin(document: Document, definitions: Definitions) {
  const known = new Map<string, PortSpec | undefined>();
  const specOf = (type: string, { node, port }: End, side: 'inputs' | 'outputs'): PortSpec | undefined => {
    const subgraph = standsFor(document, type);
    const inner = subgraph && typeWithin(subgraph, node);
    if (inner === undefined) return undefined;
    const nested = standsFor(document, inner);
    if (!nested) return portSpec(definitions.get(inner)?.[side], port);
    const key = JSON.stringify([inner, side, port]);
    if (known.has(key)) return known.get(key);
    // One within itself has no ports that could be found.
    known.set(key, undefined);
    const ends = side === 'outputs' ? [nested.outputs[port]?.from] : (nested.inputs[port]?.into ?? []);
    const specs = ends.map((end) => end && specOf(inner, end, side));
    const [first] = specs;
    const spec =
      first && side === 'inputs' ? { ...first, optional: specs.every((it) => it?.optional === true) } : first;
    known.set(key, spec && { title: port, ...spec });
    return known.get(key);
  };
  return specOf;
}

const typeWithin = ({ nodes }: Subgraph, id: string): string | undefined =>
  Object.hasOwn(nodes, id) ? nodes[id]?.type : undefined;
