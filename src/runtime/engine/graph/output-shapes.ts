import { backend_util, util } from '@tensorflow/tfjs';
import type { Attribute, DType, Held } from './graph.ts';

/** What a rule may look at. */
type Call = {
  readonly inputs: readonly Held[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The values of an input that is a constant. */
  readonly constant: (input: number) => readonly number[];
};
type Rule = (call: Call) => readonly Held[];

const first = ({ inputs: [x] }: Call): Held => x as Held;
const same: Rule = (call) => [first(call)];
const like =
  (input: number): Rule =>
  ({ inputs }) => [inputs[input] as Held];

const broadcast = (inputs: readonly Held[]): number[] =>
  inputs.reduce<number[]>((shape, it) => backend_util.assertAndGetBroadcastShape(shape, [...it.shape]), []);
const binary: Rule = ({ inputs }) => [{ shape: broadcast(inputs), dtype: (inputs[0] as Held).dtype }];
const comparison: Rule = ({ inputs }) => [{ shape: broadcast(inputs), dtype: 'bool' }];
const test: Rule = (call) => [{ shape: first(call).shape, dtype: 'bool' }];

const typeIn = (attributes: Call['attributes'], name: string): DType => {
  const it = attributes[name];
  if (it?.kind !== 'type') throw new Error(`No type is called ${name}`);
  return it.value;
};
const numbers = (it: Attribute | undefined): readonly number[] => (it?.kind === 'ints' ? it.value : []);
const flag = (it: Attribute | undefined): boolean => it?.kind === 'bool' && it.value;

const reduction: Rule = (call) => {
  const { shape, dtype } = first(call);
  const axes = new Set(call.constant(1).map((it) => (it < 0 ? it + shape.length : it)));
  const keep = flag(call.attributes.keep_dims);
  return [{ shape: shape.flatMap((size, at) => (axes.has(at) ? (keep ? [1] : []) : [size])), dtype }];
};
const shaped =
  (input: number): Rule =>
  (call) => [{ shape: call.constant(input), dtype: first(call).dtype }];

const windowed: Rule = (call) => {
  const { shape, dtype } = first(call);
  const { ksize, strides, padding } = call.attributes;
  const kernel = ksize ? numbers(ksize).slice(1, 3) : (call.inputs[1] as Held).shape.slice(0, 2);
  const channels = ksize ? shape[3] : (call.inputs[1] as Held).shape[3];
  const sizes = [0, 1].map((at) => {
    const [size, window, stride] = [shape[at + 1], kernel[at], numbers(strides)[at + 1]] as number[] as [
      number,
      number,
      number,
    ];
    const same = padding?.kind === 'string' && padding.value === 'SAME';
    return same ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;
  });
  return [{ shape: [shape[0] as number, ...sizes, channels as number], dtype }];
};

/** Explicit paddings, dilations and channels before rows are left to the op itself. */
const plainWindows: Rule = (call) => {
  const { padding, dilations, data_format: format } = call.attributes;
  const plain =
    padding?.kind === 'string' &&
    padding.value !== 'EXPLICIT' &&
    numbers(dilations).every((it) => it === 1) &&
    !(format?.kind === 'string' && format.value !== 'NHWC');
  if (!plain) throw new Error('Not a plain window');
  return windowed(call);
};

const UNARY =
  'Abs Cos Elu Erf Exp Expm1 Floor Identity Log Log1p LogSoftmax Neg OnesLike Reciprocal Relu Round Rsqrt Sigmoid Sign Sin Softmax Softplus Sqrt Square Tanh ZerosLike';
const BINARY = 'Add AddV2 Div FloorDiv Maximum Minimum Mul Pow RealDiv SquaredDifference Sub';
const COMPARING = 'Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr NotEqual';
const TESTING = 'IsFinite IsInf IsNan LogicalNot';
const REDUCING = 'All Any Max Mean Min Prod Sum';

const named = (names: string, rule: Rule): [string, Rule][] =>
  names.split(' ').map((name): [string, Rule] => [name, rule]);

const RULES = new Map<string, Rule>([
  ...named(UNARY, same),
  ...named(BINARY, binary),
  ...named(COMPARING, comparison),
  ...named(TESTING, test),
  ...named(REDUCING, reduction),
  ['AddN', same],
  ['AvgPool', plainWindows],
  ['AvgPoolGrad', (call) => [{ shape: call.constant(0), dtype: (call.inputs[1] as Held).dtype }]],
  ['Cast', (call) => [{ shape: first(call).shape, dtype: typeIn(call.attributes, 'DstT') }]],
  ['Conv2D', plainWindows],
  ['Conv2DBackpropFilter', shaped(1)],
  ['Conv2DBackpropInput', (call) => [{ shape: call.constant(0), dtype: (call.inputs[2] as Held).dtype }]],
  ['Fill', (call) => [{ shape: call.constant(0), dtype: (call.inputs[1] as Held).dtype }]],
  ['MaxPool', plainWindows],
  ['MaxPoolGrad', same],
  [
    'Reshape',
    (call) => {
      const { shape, dtype } = first(call);
      // One size may be left open, as −1.
      const to = [...call.constant(1)];
      return [{ shape: util.inferFromImplicitShape(to, util.sizeFromShape([...shape])), dtype }];
    },
  ],
  ['Select', like(1)],
  [
    'StatelessRandomUniform',
    (call) => [{ shape: call.constant(0), dtype: typeIn(call.attributes, 'dtype') }],
  ],
  [
    'ExpandDims',
    (call) => {
      const { shape, dtype } = first(call);
      const [at = 0] = call.constant(1);
      return [{ shape: shape.toSpliced(at < 0 ? at + shape.length + 1 : at, 0, 1), dtype }];
    },
  ],
  [
    'FusedBatchNorm',
    (call) => {
      const channels: Held = { shape: [first(call).shape[3] as number], dtype: 'float32' };
      return [first(call), channels, channels, channels, channels];
    },
  ],
  [
    'OneHot',
    (call) => {
      const { axis } = call.attributes;
      if (axis?.kind === 'int' && axis.value !== -1) throw new Error('Not along the last axis');
      return [{ shape: [...first(call).shape, ...call.constant(1)], dtype: typeIn(call.attributes, 'T') }];
    },
  ],
  [
    'Transpose',
    (call) => {
      const { shape, dtype } = first(call);
      return [{ shape: call.constant(1).map((at) => shape[at] as number), dtype }];
    },
  ],
  [
    'BatchMatMulV2',
    (call) => {
      const [a, b] = call.inputs as [Held, Held];
      const rows = a.shape.at(flag(call.attributes.adj_x) ? -1 : -2) as number;
      const columns = b.shape.at(flag(call.attributes.adj_y) ? -2 : -1) as number;
      const batch = backend_util.assertAndGetBroadcastShape(
        [...a.shape.slice(0, -2)],
        [...b.shape.slice(0, -2)],
      );
      return [{ shape: [...batch, rows, columns], dtype: a.dtype }];
    },
  ],
]);

/**
 * Shapes and types of what an op gives, without running it.
 *
 * @returns null where no rule says: the op is then run, on zeros
 */
export function outputShapes(op: string, call: Call): readonly Held[] | null {
  try {
    return RULES.get(op)?.(call) ?? null;
  } catch {
    return null;
  }
}

/** Ops with a rule, for the test that holds each against the op itself. */
export const RULED: readonly string[] = [...RULES.keys()];
