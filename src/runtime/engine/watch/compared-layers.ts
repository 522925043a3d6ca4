import type { Layer } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Network } from '../../../plan/plan.ts';
import { logitsLayer } from '../networks.ts';

/** More could not be read in one picture. */
const MOST = 24;

/** What only hands its input on in inference, in another form or scaled: CKA could not tell it from the layer before. */
const HANDS_ON: ReadonlySet<Layer['kind']> = new Set(['dropout', 'flatten', 'reshape']);

/**
 * The layers of a network that are compared with another's, from the input on: those that its answer needs and that compute
 * something. Of a deep network as many as can be read, evenly spread, the answer among them.
 */
export function comparedLayers(network: Pick<Network, 'layers'>, most = MOST): string[] {
  const answer = logitsLayer(network);
  const all = neededLayers(network.layers, [answer])
    .filter((it) => !HANDS_ON.has(it.kind) || it.id === answer)
    .map((it) => it.id);
  if (all.length <= most) return all;
  // Rounded from the end, so that the last is always there.
  return Array.from(
    { length: most },
    (_, at) => all[Math.round(((at + 1) * all.length) / most) - 1] as string,
  );
}
