import type { MeasuredNetwork } from '../../pipeline/ports.ts';
import { type Layer, LayerRefusal, layerTypes, networkShape } from '../../plan/layers.ts';
import { ChangeRefusal } from '../../plan/start.ts';

/** What a network costs on an input, and its layers; or why it cannot be. */
export type Measured = MeasuredNetwork | { readonly refusal: string };

/** @param build throws a LayerRefusal or a ChangeRefusal where there is no such network */
export function measuredBy(input: readonly number[], build: () => readonly Layer[]): Measured {
  try {
    const layers = build();
    const { parameters, multiplyAdds } = networkShape(layers, input);
    return { parameters, multiplyAdds, layers: layerTypes(layers, input), architecture: layers };
  } catch (error) {
    if (error instanceof ChangeRefusal || error instanceof LayerRefusal) return { refusal: error.message };
    throw error;
  }
}

/**
 * Networks that were measured before, by what they are made of: an edit shares the objects that it does not touch, so that
 * a network is measured once and not on every check.
 */
export function rememberedNetworks(): (
  of: readonly [object, ...object[]],
  key: string,
  make: () => Measured,
) => Measured {
  type Known = { readonly further: WeakMap<object, Known>; readonly made: Map<string, Measured> };
  const empty = (): Known => ({ further: new WeakMap(), made: new Map() });
  const root = empty();
  return (of, key, make) => {
    let at = root;
    for (const owner of of) {
      const next = at.further.get(owner) ?? empty();
      at.further.set(owner, next);
      at = next;
    }
    const found = at.made.get(key) ?? make();
    at.made.set(key, found);
    return found;
  };
}
