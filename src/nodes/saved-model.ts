import type { LayerType } from '../pipeline/ports.ts';
import type { ModelHeader } from '../plan/builder.ts';
import { layerTypes } from '../plan/layers.ts';
import type { ModelFile } from './params.ts';

/** What a document keeps of a saved model: its content's hash and what its ports must know, and no path. */
export function modelFileOf(name: string, { sha256, input, classes, layers }: ModelHeader): ModelFile {
  return {
    name,
    sha256,
    input: [...input],
    classes,
    layers: layerTypes(layers, input).map(({ id, kind, shape }) => `${kind} ${shape.join('×')} ${id}`),
  };
}

/** The layers that a document knows of a saved model; none where it was picked with an older Potstill. */
export function layersOf({ layers }: ModelFile): readonly LayerType[] {
  return layers.map((line) => {
    const [kind = '', shape = '', ...id] = line.split(' ');
    return { id: id.join(' '), kind, shape: shape.split('×').map(Number) };
  });
}
