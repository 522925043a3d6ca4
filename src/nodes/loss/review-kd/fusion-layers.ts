import { type Layer, NETWORK_INPUT } from '../../../plan/layers.ts';

const NORM = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;

type Shape = readonly number[];

/** A straight map of maps or rows to so many channels, and a normalization behind it. */
function normalized(from: Shape, channels: number, kernel: number): Layer[] {
  const straight: Layer =
    from.length === 1
      ? { id: 'straight', kind: 'dense', units: channels, from: [NETWORK_INPUT] }
      : {
          ...{ id: 'straight', kind: 'conv2d', filters: channels, kernel, stride: 1 },
          ...{ padding: 'same', bias: false, from: [NETWORK_INPUT] },
        };
  return [straight, { ...NORM, id: 'norm', from: ['straight'] }];
}

/** What brings a stage of the student to the width in which all stages are fused: a 1×1 convolution and its normalization. */
export const entryLayers = (from: Shape, width: number): Layer[] => normalized(from, width, 1);

/** Two gates at each place, of two maps side by side. */
export const gateLayers = (): Layer[] => [
  {
    ...{ id: 'scores', kind: 'conv2d', filters: 2, kernel: 1, stride: 1 },
    ...{ padding: 'same', bias: true, from: [NETWORK_INPUT] },
  },
  { id: 'gates', kind: 'activation', function: 'sigmoid', from: ['scores'] },
];

/** What makes a map of the teacher's shape of a fused one: its size, a 3×3 convolution and its normalization. */
export function exitLayers(from: Shape, to: Shape): Layer[] {
  const layers = normalized(from, to.at(-1) ?? 1, 3);
  const [height = 1, width = 1] = to;
  if (from.length === 1 || (from[0] === height && from[1] === width)) return layers;
  const resize: Layer = { id: 'resize', kind: 'resize', height, width, from: [NETWORK_INPUT] };
  return [resize, ...layers.map((it, at): Layer => (at === 0 ? { ...it, from: ['resize'] } : it))];
}
