import { bindFeeds } from '../../../../src/runtime/engine/graph/bind.ts';
import { type Graph, nodeOf, variableIn } from '../../../../src/runtime/engine/graph/graph.ts';
import { nodeBuilder } from '../../../../src/runtime/engine/graph/node-builder.ts';
import { seedPair } from '../../../../src/runtime/engine/philox.ts';

/* Graphs with one fault each, as a recorder or a pass might make them. */

const SEED = '/feed/seed/';

/** Random ops that draw at every step what they drew at the first. */
export function withFrozenDraws(graph: Graph, seed: number): Graph {
  const builder = nodeBuilder('frozen', { at: '', part: 'rest' });
  const seeds = graph.nodes
    .filter((it) => it.op === 'Placeholder' && it.name.includes(SEED))
    .map(({ name }): [string, string] => {
      const stream = name.slice(name.indexOf(SEED) + SEED.length);
      return [name, builder.ints(seedPair(seed, stream, 0))];
    });
  const prefix = graph.nodes[0]?.name ?? '';
  const renamed = (name: string): string => `${prefix}/${name}`;
  return bindFeeds(
    graph,
    builder.nodes.map((it) => ({ ...it, name: renamed(it.name) })),
    new Map(seeds.map(([name, value]) => [name, renamed(value)])),
  );
}

/** What changes a variable: by assignments, or in place. */
export const changesOf = ({ assigns, effects }: Graph): string[] => [...assigns.keys(), ...effects];

/** The variable that a change is of. */
export function changedBy({ nodes }: Graph, change: string): string {
  const node = nodes.find((it) => it.name === change);
  return variableIn(node?.inputs[0] ?? '') ?? change;
}

/** The graph without one of its changes. */
export function withoutChange(graph: Graph, change: string): Graph {
  return {
    ...graph,
    nodes: graph.nodes
      .filter((it) => it.name !== change)
      .map((it) => ({ ...it, after: it.after.filter((name) => nodeOf(name) !== change) })),
    assigns: new Map([...graph.assigns].filter(([variable]) => variable !== change)),
    effects: graph.effects.filter((it) => it !== change),
  };
}
