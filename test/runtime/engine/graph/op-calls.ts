import fc from 'fast-check';
import type { DType } from '../../../../src/runtime/engine/graph/graph.ts';

/** An input of an op: ones, or values that a rule may look at. */
export type Given = {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values?: readonly number[];
};
export type Attr =
  | { readonly kind: 'type'; readonly value: DType }
  | { readonly kind: 'int'; readonly value: number | readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string };
export type Called = {
  readonly inputs: readonly Given[];
  readonly attributes: Readonly<Record<string, Attr>>;
  /** How many the op gives; one where it is left out. */
  readonly outputs?: number;
};

const type = (value: DType): Attr => ({ kind: 'type', value });
const int = (value: number | readonly number[]): Attr => ({ kind: 'int', value });
const flag = (value: boolean): Attr => ({ kind: 'bool', value });
const text = (value: string): Attr => ({ kind: 'string', value });
const F = { T: type('float32') };

const ones = (shape: readonly number[], dtype: Given['dtype'] = 'float32'): Given => ({ shape, dtype });
const list = (values: readonly number[]): Given => ({ shape: [values.length], dtype: 'int32', values });
const whole = (value: number): Given => ({ shape: [], dtype: 'int32', values: [value] });

const size = fc.integer({ min: 1, max: 4 });
export const shapes = (least = 0, most = 4): fc.Arbitrary<number[]> =>
  fc.array(size, { minLength: least, maxLength: most });

/** A shape and one that broadcasts with it: some sizes are one, some of the first are missing. */
const broadcasting = fc
  .tuple(shapes(), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(4), fc.boolean())
  .map(([shape, single, cut, swap]): [number[], number[]] => {
    const other = shape.map((it, at) => (single[at] ? 1 : it)).slice(Math.min(cut, shape.length));
    return swap ? [other, shape] : [shape, other];
  });

export const unary = shapes().map((shape): Called => ({ inputs: [ones(shape)], attributes: F }));
export const rows = shapes(2, 2).map((shape): Called => ({ inputs: [ones(shape)], attributes: F }));
export const binary = broadcasting.map(([a, b]): Called => ({ inputs: [ones(a), ones(b)], attributes: F }));
export const logical = broadcasting.map(
  ([a, b]): Called => ({ inputs: [ones(a, 'bool'), ones(b, 'bool')], attributes: {} }),
);
export const negated = shapes().map((shape): Called => ({ inputs: [ones(shape, 'bool')], attributes: {} }));

/** Any axes, from the front or from the back. */
export const reduced = (dtype: Given['dtype']): fc.Arbitrary<Called> =>
  fc
    .tuple(
      shapes(1),
      fc.boolean(),
      fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 4, maxLength: 4 }),
    )
    .map(([shape, keep, chosen]) => {
      const axes = shape.flatMap((_, at) => {
        const [own, behind] = chosen[at] ?? [false, false];
        return own ? [behind ? at - shape.length : at] : [];
      });
      return {
        inputs: [ones(shape, dtype), list(axes)],
        attributes: {
          ...(dtype === 'float32' && F),
          Tidx: type('int32'),
          keep_dims: flag(keep),
        },
      };
    });

type Window = {
  readonly image: readonly [number, number, number, number];
  readonly window: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'SAME' | 'VALID';
  readonly output: readonly [number, number];
};
const windows: fc.Arbitrary<Window> = fc
  .record({
    n: size,
    height: fc.integer({ min: 3, max: 9 }),
    width: fc.integer({ min: 3, max: 9 }),
    channels: size,
    window: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    padding: fc.constantFrom('SAME' as const, 'VALID' as const),
  })
  // See `thinnedFirst` in the engine's layers: oneDNN writes beyond its memory there.
  .filter(({ window, strides }) => !(window.includes(1) && strides.some((it) => it > 1)))
  .map(({ n, height, width, channels, window, strides, padding }) => {
    const along = (length: number, at: 0 | 1): number =>
      padding === 'SAME'
        ? Math.ceil(length / strides[at])
        : Math.floor((length - window[at]) / strides[at]) + 1;
    return {
      image: [n, height, width, channels],
      window,
      strides,
      padding,
      output: [along(height, 0), along(width, 1)],
    };
  });
const windowed = ({ strides, padding }: Window): Called['attributes'] => ({
  ...F,
  strides: int([1, ...strides, 1]),
  padding: text(padding),
  data_format: text('NHWC'),
});
const pooling = (it: Window): Called['attributes'] => ({ ...windowed(it), ksize: int([1, ...it.window, 1]) });

export const pooled = windows.map((it): Called => ({ inputs: [ones(it.image)], attributes: pooling(it) }));
export const maxPoolGradient = windows.map((it): Called => {
  const output = [it.image[0], ...it.output, it.image[3]];
  return { inputs: [ones(it.image), ones(output), ones(output)], attributes: pooling(it) };
});
export const averagePoolGradient = windows.map(
  (it): Called => ({
    inputs: [list(it.image), ones([it.image[0], ...it.output, it.image[3]])],
    attributes: pooling(it),
  }),
);
const convolving = (it: Window): Called['attributes'] => ({
  ...windowed(it),
  use_cudnn_on_gpu: flag(true),
  dilations: int([1, 1, 1, 1]),
});
const convolutions = fc.tuple(windows, size).map(([it, filters]) => ({
  it,
  kernel: [...it.window, it.image[3], filters],
  output: [it.image[0], ...it.output, filters],
}));
export const convolved = convolutions.map(
  ({ it, kernel }): Called => ({ inputs: [ones(it.image), ones(kernel)], attributes: convolving(it) }),
);
export const filterGradient = convolutions.map(
  ({ it, kernel, output }): Called => ({
    inputs: [ones(it.image), list(kernel), ones(output)],
    attributes: convolving(it),
  }),
);
export const inputGradient = convolutions.map(
  ({ it, kernel, output }): Called => ({
    inputs: [list(it.image), ones(kernel), ones(output)],
    attributes: convolving(it),
  }),
);

export const summed = fc.tuple(shapes(), fc.integer({ min: 1, max: 4 })).map(
  ([shape, count]): Called => ({
    inputs: Array.from({ length: count }, () => ones(shape)),
    attributes: { ...F, N: int(count) },
  }),
);
export const cast = fc
  .tuple(
    shapes(),
    fc.constantFrom<Given['dtype']>('float32', 'int32', 'bool'),
    fc.constantFrom<Given['dtype']>('float32', 'int32', 'bool'),
  )
  .map(
    ([shape, from, to]): Called => ({
      inputs: [ones(shape, from)],
      attributes: { SrcT: type(from), DstT: type(to), Truncate: flag(false) },
    }),
  );
export const filled = shapes().map(
  (shape): Called => ({
    inputs: [list(shape), ones([])],
    attributes: { ...F, index_type: type('int32') },
  }),
);
/** To the sizes in another order, one of them left open now and then. */
export const reshaped = fc.tuple(shapes(), fc.boolean(), fc.nat(3)).map(([shape, open, at]): Called => {
  const turned = shape.toReversed();
  const to = open && turned.length > 0 ? turned.with(at % turned.length, -1) : turned;
  return { inputs: [ones(shape), list(to)], attributes: { ...F, Tshape: type('int32') } };
});
export const selected = shapes().map(
  (shape): Called => ({ inputs: [ones(shape, 'bool'), ones(shape), ones(shape)], attributes: F }),
);
export const drawn = shapes().map(
  (shape): Called => ({
    inputs: [list(shape), list([1, 2])],
    attributes: { dtype: type('float32'), T: type('int32'), Tseed: type('int32') },
  }),
);
export const expanded = fc.tuple(shapes(0, 3), fc.nat(7)).map(([shape, drawn]): Called => {
  const most = shape.length + 1;
  return {
    inputs: [ones(shape), whole((drawn % (2 * most)) - most)],
    attributes: { ...F, Tdim: type('int32') },
  };
});
export const normalized = fc.tuple(size, size, size, size).map((image): Called => {
  const channels = ones([image[3]]);
  return {
    inputs: [ones(image), channels, channels, channels, channels],
    attributes: {
      ...F,
      epsilon: { kind: 'float', value: 1e-3 },
      data_format: text('NHWC'),
      is_training: flag(false),
    },
    outputs: 5,
  };
});
export const oneHot = fc.tuple(shapes(0, 3), size, fc.boolean()).map(([shape, depth, floats]): Called => {
  const own = floats ? 'float32' : 'int32';
  return {
    inputs: [{ ...ones(shape, 'int32') }, whole(depth), ones([], own), ones([], own)],
    attributes: { T: type(own), TI: type('int32'), axis: int(-1) },
  };
});
export const transposed = shapes()
  .chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.shuffledSubarray(
        shape.map((_, at) => at),
        { minLength: shape.length },
      ),
    ),
  )
  .map(
    ([shape, order]): Called => ({
      inputs: [ones(shape), list(order)],
      attributes: { ...F, Tperm: type('int32') },
    }),
  );
export const multiplied = fc
  .tuple(broadcasting, size, size, size, fc.boolean(), fc.boolean())
  .map(([[a, b], rowCount, inner, columns, turnA, turnB]): Called => {
    const left = turnA ? [inner, rowCount] : [rowCount, inner];
    const right = turnB ? [columns, inner] : [inner, columns];
    return {
      inputs: [ones([...a.slice(0, 2), ...left]), ones([...b.slice(0, 2), ...right])],
      attributes: { ...F, adj_x: flag(turnA), adj_y: flag(turnB) },
    };
  })
  // Cut to two sizes, the batches may broadcast no more.
  .filter(({ inputs: [a, b] }) => {
    const [x, y] = [a?.shape.slice(0, -2) ?? [], b?.shape.slice(0, -2) ?? []];
    return x.toReversed().every((it, at) => it === 1 || (y.at(-1 - at) ?? 1) === 1 || it === y.at(-1 - at));
  });
