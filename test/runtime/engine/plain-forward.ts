import { type Layer, NETWORK_INPUT, networkShape } from '../../../src/plan/layers.ts';

/*
 * A network's answer to one example in float64, written out as loops: a second, independent way to each number.
 * Inference only: running statistics, no dropout.
 */

type Numbers = ArrayLike<number>;
type Size = readonly [height: number, width: number, channels: number];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const FUNCTIONS = {
  relu: (x: number) => Math.max(0, x),
  'leaky-relu': (x: number) => (x < 0 ? 0.1 * x : x),
  tanh: Math.tanh,
  sigmoid,
} as const;

const at = (values: Numbers | undefined, index: number): number => values?.[index] ?? Number.NaN;

function dense(x: Numbers, units: number, kernel: Numbers | undefined, bias: Numbers | undefined): number[] {
  return Array.from({ length: units }, (_, unit) => {
    let sum = at(bias, unit);
    for (let i = 0; i < x.length; i += 1) sum += at(x, i) * at(kernel, i * units + unit);
    return sum;
  });
}

/** Where a window of `kernel` begins to the left of the image, as TensorFlow pads. */
function padding(
  layer: Extract<Layer, { kind: 'conv2d' | 'depthwise-conv2d' }>,
  input: number,
  output: number,
): number {
  if (layer.padding === 'valid') return 0;
  return Math.floor(Math.max((output - 1) * layer.stride + layer.kernel - input, 0) / 2);
}

function convolve(
  x: Numbers,
  [height, width, channels]: Size,
  layer: Extract<Layer, { kind: 'conv2d' }>,
  [rows, columns, filters]: Size,
  kernel: Numbers | undefined,
  bias: Numbers | undefined,
): number[] {
  const [top, left] = [padding(layer, height, rows), padding(layer, width, columns)];
  return Array.from({ length: rows * columns * filters }, (_, place) => {
    const filter = place % filters;
    const column = Math.floor(place / filters) % columns;
    const row = Math.floor(place / filters / columns);
    let sum = layer.bias ? at(bias, filter) : 0;
    for (let down = 0; down < layer.kernel; down += 1)
      for (let right = 0; right < layer.kernel; right += 1) {
        const y = row * layer.stride + down - top;
        const z = column * layer.stride + right - left;
        if (y < 0 || y >= height || z < 0 || z >= width) continue;
        for (let channel = 0; channel < channels; channel += 1)
          sum +=
            at(x, (y * width + z) * channels + channel) *
            at(kernel, ((down * layer.kernel + right) * channels + channel) * filters + filter);
      }
    return sum;
  });
}

function convolveEach(
  x: Numbers,
  [height, width, channels]: Size,
  layer: Extract<Layer, { kind: 'depthwise-conv2d' }>,
  [rows, columns]: Size,
  kernel: Numbers | undefined,
): number[] {
  const [top, left] = [padding(layer, height, rows), padding(layer, width, columns)];
  return Array.from({ length: rows * columns * channels }, (_, place) => {
    const channel = place % channels;
    const column = Math.floor(place / channels) % columns;
    const row = Math.floor(place / channels / columns);
    let sum = 0;
    for (let down = 0; down < layer.kernel; down += 1)
      for (let right = 0; right < layer.kernel; right += 1) {
        const y = row * layer.stride + down - top;
        const z = column * layer.stride + right - left;
        if (y < 0 || y >= height || z < 0 || z >= width) continue;
        sum +=
          at(x, (y * width + z) * channels + channel) *
          at(kernel, (down * layer.kernel + right) * channels + channel);
      }
    return sum;
  });
}

/** Every output's window of the input, row by row, a channel at a time. */
function pool(
  x: Numbers,
  [, width, channels]: Size,
  { size, stride }: { readonly size: number; readonly stride: number },
  [rows, columns]: Size,
  of: (window: readonly number[]) => number,
): number[] {
  return Array.from({ length: rows * columns * channels }, (_, place) => {
    const column = Math.floor(place / channels) % columns;
    const row = Math.floor(place / channels / columns);
    return of(
      Array.from({ length: size * size }, (_, index) => {
        const y = row * stride + Math.floor(index / size);
        const z = column * stride + (index % size);
        return at(x, (y * width + z) * channels + (place % channels));
      }),
    );
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / Math.max(values.length, 1);

/** Layers of texts are compared with PyTorch's own (test/nodes/transformer.test.ts). */
function reads(kind: string): never {
  throw new Error(`${kind} reads texts`);
}

/** What one new line reads of the old ones, as pairs of place and share. */
function shares(from: number, to: number, line: number): (readonly [number, number])[] {
  if (to <= from) {
    const first = Math.floor((line * from) / to);
    const count = Math.ceil(((line + 1) * from) / to) - first;
    return Array.from({ length: count }, (_, it) => [first + it, 1 / count] as const);
  }
  const place = Math.min(Math.max(((line + 0.5) * from) / to - 0.5, 0), from - 1);
  const below = Math.floor(place);
  return [
    [below, below + 1 - place],
    [Math.min(below + 1, from - 1), place - below],
  ];
}

function resized(x: Numbers, [height, width, channels]: Size, [rows, columns]: Size): number[] {
  return Array.from({ length: rows * columns * channels }, (_, place) => {
    const column = Math.floor(place / channels) % columns;
    const row = Math.floor(place / channels / columns);
    let sum = 0;
    for (const [y, down] of shares(height, rows, row))
      for (const [z, across] of shares(width, columns, column))
        sum += down * across * at(x, (y * width + z) * channels + (place % channels));
    return sum;
  });
}

/** Each layer's output for one example, by id. @param weights by `<layer>/<weight>` */
export function plainForward(
  layers: readonly Layer[],
  input: readonly number[],
  weights: ReadonlyMap<string, Numbers>,
  example: Numbers,
): Map<string, number[]> {
  const shapes = networkShape(layers, input).layers;
  const outputs = new Map([[NETWORK_INPUT, Array.from(example)]]);
  const sizeOf = (id: string): Size =>
    (id === NETWORK_INPUT ? input : (shapes.get(id)?.output ?? [])) as unknown as Size;
  for (const layer of layers) {
    const [from = ''] = layer.from;
    const x = outputs.get(from) ?? [];
    const weight = (name: string) => weights.get(`${layer.id}/${name}`);
    const [here, there] = [sizeOf(from), sizeOf(layer.id)];
    const result = (): number[] => {
      switch (layer.kind) {
        case 'dense':
          return dense(x, layer.units, weight('kernel'), weight('bias'));
        case 'conv2d':
          return convolve(x, here, layer, there, weight('kernel'), weight('bias'));
        case 'depthwise-conv2d':
          return convolveEach(x, here, layer, there, weight('kernel'));
        case 'max-pool':
          return pool(x, here, layer, there, (window) => Math.max(...window));
        case 'average-pool':
          return pool(x, here, layer, there, mean);
        case 'global-average-pool': {
          const channels = here[2];
          return Array.from({ length: channels }, (_, channel) =>
            mean(x.filter((_, place) => place % channels === channel)),
          );
        }
        case 'batch-norm': {
          const channels = here.at(-1) ?? 1;
          return x.map((value, place) => {
            const of = (name: string) => at(weight(name), place % channels);
            const scaled = (value - of('mean')) / Math.sqrt(of('variance') + layer.epsilon);
            return scaled * of('gamma') + of('beta');
          });
        }
        case 'activation':
          return x.map(FUNCTIONS[layer.function as keyof typeof FUNCTIONS]);
        case 'dropout':
        case 'flatten':
        case 'reshape':
          return x;
        case 'learned-vector':
          return Array.from(weight('vector') ?? [], (it) => it + layer.offset);
        case 'resize':
          return resized(x, here, there);
        case 'add':
          return x.map((_, place) => layer.from.reduce((sum, id) => sum + at(outputs.get(id), place), 0));
        case 'average': {
          const all = layer.from.map((id) => outputs.get(id) ?? []);
          const soft = (row: readonly number[]): number[] => {
            const powers = row.map((it) => Math.exp(it - Math.max(...row)));
            return powers.map((it) => it / powers.reduce((sum, of) => sum + of, 0));
          };
          const taken = layer.of === 'values' ? all : all.map(soft);
          const means = x.map((_, place) => mean(taken.map((it) => at(it, place))));
          return layer.of === 'values' ? means : means.map(Math.log);
        }
        case 'concatenate': {
          const channels = there.at(-1) ?? 1;
          return Array.from({ length: there.reduce((all, it) => all * it, 1) }, (_, place) => {
            let channel = place % channels;
            for (const id of layer.from) {
              const own = sizeOf(id).at(-1) ?? 1;
              if (channel < own) return at(outputs.get(id), Math.floor(place / channels) * own + channel);
              channel -= own;
            }
            return Number.NaN;
          });
        }
        case 'channel-attention': {
          const channels = here[2];
          const mask = Array.from({ length: channels }, (_, at) => weight('mask')?.[at] ?? 1);
          const squeezed = [mean, (values: readonly number[]) => Math.max(...values)].map((of) =>
            mask.map((kept, channel) => kept * of(x.filter((_, place) => place % channels === channel))),
          );
          const hidden = squeezed.map((it) =>
            dense(it, layer.hidden, weight('reduce-kernel'), weight('reduce-bias')).map(FUNCTIONS.relu),
          );
          const summed = Array.from({ length: layer.hidden }, (_, unit) =>
            hidden.reduce((sum, it) => sum + at(it, unit), 0),
          );
          const gates = dense(summed, channels, weight('expand-kernel'), weight('expand-bias')).map(sigmoid);
          return gates.map((gate, channel) => gate * (mask[channel] ?? 0));
        }
        case 'scale-channels':
          return x.map(
            (value, place) => value * at(outputs.get(layer.from[1] ?? ''), place % (here.at(-1) ?? 1)),
          );
        case 'channel-mask':
          return x.map((value, place) => value * at(weight('mask'), place % (here.at(-1) ?? 1)));
        default:
          return reads(layer.kind);
      }
    };
    outputs.set(layer.id, result());
  }
  return outputs;
}
