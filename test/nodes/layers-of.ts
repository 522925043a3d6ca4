import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Layer } from '../../src/plan/layers.ts';

/** The layers that a network node stands for. */
export function layersOf(
  node: NodeDefinition,
  params: Record<string, unknown>,
  input = [28, 28, 1],
  classes = 10,
): Layer[] {
  const lowered = node.lower({
    params: node.params.parse(params),
    inputs: {},
    plan: {} as never,
    node: 'it',
  });
  const made = lowered.network;
  if (made?.kind !== 'network') throw new Error(`${node.type} lowers to ${made?.kind ?? 'nothing'}.`);
  return made.layers(input, classes);
}
