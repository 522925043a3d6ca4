import { type Layer, LayerRefusal, NETWORK_INPUT, networkShape } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Built } from '../../../plan/start.ts';

/** What stands behind the trunk: its layers, for features of that shape. */
export type Rest = (features: readonly number[]) => readonly Layer[];

/** The layers up to one, and nothing beside its way there. @throws LayerRefusal where there is none of that name */
export function trunkTo({ layers }: Built, layer: string): Layer[] {
  if (layers.some((it) => it.id === layer)) return neededLayers(layers, [layer]);
  const said = layer === '' ? 'no layer of the model is named' : `the model has no layer ${layer}`;
  throw new LayerRefusal(`${said}; it has ${layers.map((it) => it.id).join(', ')}`);
}

/** Layers under names of their own, on another layer in the place of their input. */
export const placedOn = (layers: readonly Layer[], prefix: string, input: string): Layer[] =>
  layers.map((it) => ({
    ...it,
    id: `${prefix}${it.id}`,
    from: it.from.map((id) => (id === NETWORK_INPUT ? input : `${prefix}${id}`)),
    // A language head computes with the table of another layer.
    ...('table' in it && { table: `${prefix}${it.table}` }),
  }));

/**
 * A network cut behind a layer, and a rest in the place of what was there. Cut behind its last layer, which gives the logits, it is
 * the network itself.
 *
 * @param rest layers of it are called `rest.…`
 */
export function truncate(of: Built, layer: string, rest: Rest): { trunk: Layer[]; layers: Layer[] } {
  const trunk = trunkTo(of, layer);
  if (layer === of.layers.at(-1)?.id) return { trunk, layers: trunk };
  const features = networkShape(trunk, of.input).layers.get(layer)?.output ?? [];
  return { trunk, layers: [...trunk, ...placedOn(rest(features), 'rest.', layer)] };
}

/** Logits right behind features: of maps by their means over places, or by every value. */
export function newHead(features: readonly number[], classes: number, maps: 'pool' | 'flatten'): Layer[] {
  const kind = maps === 'pool' ? 'global-average-pool' : 'flatten';
  const rows = features.length > 1 ? [{ id: maps, kind, from: [NETWORK_INPUT] }] : [];
  const at = rows.length > 0 ? maps : NETWORK_INPUT;
  return [...rows, { id: 'logits', kind: 'dense', units: classes, from: [at] }] as Layer[];
}
