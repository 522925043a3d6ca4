import { type Layer, NETWORK_INPUT } from './layers.ts';

/**
 * The layers that the wanted ones need, in order.
 *
 * @param wanted ids of layers
 * @param at the layer whose activation is given, so that neither it nor what only it needs is computed
 */
export function neededLayers(
  layers: readonly Layer[],
  wanted: Iterable<string>,
  at: string = NETWORK_INPUT,
): Layer[] {
  const needed = new Set(wanted);
  const kept = layers.toReversed().filter((layer) => {
    if (layer.id === at || !needed.has(layer.id)) return false;
    for (const id of layer.from) needed.add(id);
    return true;
  });
  return kept.toReversed();
}

/** Whether the wanted layers hang on nothing but the activation of one layer: whether a network can go on from it. */
export function isCut(layers: readonly Layer[], wanted: string, at: string): boolean {
  const needed = neededLayers(layers, [wanted], at);
  const given = new Set([at, ...needed.map((it) => it.id)]);
  return needed.every((it) => it.from.every((id) => given.has(id)));
}
