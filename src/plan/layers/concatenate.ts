import { defineLayer, LayerRefusal } from './define-layer.ts';
import { plain } from './shapes.ts';

/** The channels of all inputs one after another: [h, w, c₁], [h, w, c₂], … → [h, w, c₁ + c₂ + …]; rows likewise. */
export const concatenate = defineLayer({
  kind: 'concatenate',
  options: {},
  shape: ({ id }, inputs) => {
    const places = (shape: readonly number[]): string => shape.slice(0, -1).join('×');
    const [first = []] = inputs;
    if (inputs.length < 2 || inputs.some((it) => it.length !== first.length || places(it) !== places(first)))
      throw new LayerRefusal(
        `layer ${id} (concatenate) takes two or more inputs that differ in their channels alone, found ${inputs.map((it) => it.join('×')).join(' and ')}`,
      );
    return plain([...first.slice(0, -1), inputs.reduce((sum, it) => sum + (it.at(-1) ?? 0), 0)]);
  },
});
