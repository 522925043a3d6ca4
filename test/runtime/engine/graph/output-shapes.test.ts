import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Held } from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { outputShapes, RULED } from '../../../../src/runtime/engine/graph/output-shapes.ts';
import { attributesOf, type OpAttribute } from '../../../../src/runtime/engine/graph/recorded-values.ts';
import { DATA_TYPE } from '../../../../src/runtime/engine/graph/wire.ts';
import type { Attr, Called, Given } from './op-calls.ts';
import * as calls from './op-calls.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* What a rule says of an op's shapes is what TensorFlow gives, and where it may not be, no rule says anything. */

const each = (names: string, of: fc.Arbitrary<Called>): Record<string, fc.Arbitrary<Called>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, of]));

const CASES: Readonly<Record<string, fc.Arbitrary<Called>>> = {
  ...each(
    'Abs Cos Elu Erf Exp Expm1 Floor Identity Log Log1p Neg OnesLike Reciprocal Relu Round Rsqrt',
    calls.unary,
  ),
  ...each('Sigmoid Sign Sin Softplus Sqrt Square Tanh ZerosLike IsFinite IsInf IsNan', calls.unary),
  ...each('LogSoftmax Softmax', calls.rows),
  ...each('Add AddV2 Div FloorDiv Maximum Minimum Mul Pow RealDiv SquaredDifference Sub', calls.binary),
  ...each('Equal Greater GreaterEqual Less LessEqual NotEqual', calls.binary),
  ...each('LogicalAnd LogicalOr', calls.logical),
  ...each('Max Mean Min Prod Sum', calls.reduced('float32')),
  ...each('All Any', calls.reduced('bool')),
  ...each('AvgPool MaxPool', calls.pooled),
  AddN: calls.summed,
  AvgPoolGrad: calls.averagePoolGradient,
  BatchMatMulV2: calls.multiplied,
  Cast: calls.cast,
  Conv2D: calls.convolved,
  Conv2DBackpropFilter: calls.filterGradient,
  Conv2DBackpropInput: calls.inputGradient,
  ExpandDims: calls.expanded,
  Fill: calls.filled,
  FusedBatchNorm: calls.normalized,
  LogicalNot: calls.negated,
  MaxPoolGrad: calls.maxPoolGradient,
  OneHot: calls.oneHot,
  Reshape: calls.reshaped,
  Select: calls.selected,
  StatelessRandomUniform: calls.drawn,
  Transpose: calls.transposed,
};

test('every rule has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual([...RULED].sort());
});

describe.runIf(compiles)('a rule', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });

  const given = (attributes: Called['attributes']): OpAttribute[] => {
    const { binding } = engine.backend;
    const number = (it: Attr): unknown => binding[`TF_ATTR_${it.kind.toUpperCase()}`];
    return Object.entries(attributes).map(([name, it]) => ({
      name,
      type: number(it) as number,
      value: it.kind === 'type' ? DATA_TYPE[it.value] : it.value,
    }));
  };
  const said = (op: string, { inputs, attributes }: Called): readonly Held[] | null =>
    outputShapes(op, {
      inputs,
      attributes: attributesOf(engine.backend.binding, op, given(attributes)),
      constant(at) {
        const values = inputs[at]?.values;
        if (!values) throw new Error('Not a constant');
        return values;
      },
    });
  const tensor = ({ shape, dtype, values }: Given): tf.Tensor =>
    values ? tf.tensor([...values], [...shape], dtype) : tf.ones([...shape], dtype);
  const executed = (op: string, { inputs, attributes, outputs = 1 }: Called): Held[] => {
    const tensors = inputs.map(tensor);
    const results = engine.backend.executeMultipleOutputs(op, given(attributes), tensors, outputs);
    const held = results.map(({ shape, dtype }) => ({ shape, dtype: dtype as Held['dtype'] }));
    tf.dispose([...tensors, ...results]);
    return held;
  };

  test.each(Object.entries(CASES))('of %s says what it gives', (op, of) => {
    fc.assert(
      fc.property(of, (it) => {
        expect(said(op, it)).toEqual(executed(op, it));
      }),
      { numRuns: process.env.POTSTILL_FULL ? 500 : 20 },
    );
  });

  test('says nothing where a shape is only known once the step runs', () => {
    for (const op of RULED)
      fc.assert(
        fc.property(CASES[op] as fc.Arbitrary<Called>, (it) => {
          const open = { ...it, inputs: it.inputs.map(({ shape, dtype }) => ({ shape, dtype })) };
          const found = said(op, open);
          if (it.inputs.some((input) => input.values !== undefined) && found !== null)
            expect(found, op).toEqual(executed(op, it));
        }),
        { numRuns: 5 },
      );
  });

  test.each<[string, string, Called]>([
    ['Conv2D', 'with dilations', windowsWith({ dilations: { kind: 'int', value: [1, 2, 2, 1] } })],
    ['Conv2D', 'with paddings of its own', windowsWith({ padding: { kind: 'string', value: 'EXPLICIT' } })],
    ['Conv2D', 'with channels first', windowsWith({ data_format: { kind: 'string', value: 'NCHW' } })],
    ['OneHot', 'along another axis', hotAlong(0)],
  ])('of %s says nothing %s', (op, _, it) => {
    expect(said(op, it)).toBeNull();
  });

  test('of another op says nothing', () => {
    expect(said('Cumsum', { inputs: [{ shape: [2], dtype: 'float32' }], attributes: {} })).toBeNull();
  });
});

function windowsWith(changes: Called['attributes']): Called {
  return {
    inputs: [
      { shape: [1, 6, 6, 1], dtype: 'float32' },
      { shape: [3, 3, 1, 1], dtype: 'float32' },
    ],
    attributes: {
      T: { kind: 'type', value: 'float32' },
      strides: { kind: 'int', value: [1, 1, 1, 1] },
      padding: { kind: 'string', value: 'VALID' },
      data_format: { kind: 'string', value: 'NHWC' },
      dilations: { kind: 'int', value: [1, 1, 1, 1] },
      ...changes,
    },
  };
}

function hotAlong(axis: number): Called {
  const one = { shape: [], dtype: 'float32' } as const;
  return {
    inputs: [{ shape: [3], dtype: 'int32' }, { shape: [], dtype: 'int32', values: [4] }, one, one],
    attributes: {
      T: { kind: 'type', value: 'float32' },
      TI: { kind: 'type', value: 'int32' },
      axis: { kind: 'int', value: axis },
    },
  };
}
