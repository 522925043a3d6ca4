import type * as tf from '@tensorflow/tfjs';
import type { Attribute, Constant, DType } from './graph.ts';
import { DATA_TYPE } from './wire.ts';

/** Thrown where a function cannot be a graph. */
export class NotRecordable extends Error {}

export type Handled = {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
};
/** An attribute as tfjs-node hands it to its binding. */
export type OpAttribute = { readonly name: string; readonly type: number; readonly value: unknown };
type Numbers = Readonly<Record<string, unknown>>;

/** A tensor's element type, as a graph has it. */
export function dtypeOf({ dtype }: Pick<Handled, 'dtype'>): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new NotRecordable(`values of type ${dtype} have no place in a compiled step`);
}

/** A tensor's values for good. */
export function constantOf(it: Handled, values: unknown): Constant {
  const dtype = dtypeOf(it);
  const copied = values as Float32Array | Int32Array | Uint8Array;
  const held = { shape: [...it.shape], dtype };
  if (dtype === 'float32') return { ...held, values: Float32Array.from(copied) };
  if (dtype === 'int32') return { ...held, values: Int32Array.from(copied) };
  return { ...held, values: Uint8Array.from(copied) };
}

const TYPES = new Map(Object.entries(DATA_TYPE).map(([name, number]) => [number, name as DType]));

/** Element types that tfjs-node leaves to be inferred, which a graph must name. */
export const inferred = (op: string, [first]: readonly Handled[]): Record<string, Attribute> =>
  op === 'ExpandDims' && first ? { T: { kind: 'type', value: dtypeOf(first) } } : {};

/** The attributes that tfjs-node hands to TensorFlow, in a form that can be written. */
export function attributesOf(
  binding: Numbers,
  op: string,
  given: readonly OpAttribute[],
): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = {};
  for (const { name, type, value } of given) {
    const attribute = attributeOf(binding, type, value);
    if (!attribute) throw new NotRecordable(`the attribute ${name} of ${op} is of an unknown kind`);
    attributes[name] = attribute;
  }
  return attributes;
}

function attributeOf(binding: Numbers, type: number, value: unknown): Attribute | null {
  switch (type) {
    case binding.TF_ATTR_INT:
      return Array.isArray(value)
        ? { kind: 'ints', value: value as number[] }
        : { kind: 'int', value: Number(value) };
    case binding.TF_ATTR_FLOAT:
      return { kind: 'float', value: Number(value) };
    case binding.TF_ATTR_BOOL:
      return { kind: 'bool', value: value === true || value === 1 };
    case binding.TF_ATTR_STRING:
      return { kind: 'string', value: String(value) };
    case binding.TF_ATTR_TYPE: {
      const dtype = TYPES.get(Number(value));
      return dtype ? { kind: 'type', value: dtype } : null;
    }
    case binding.TF_ATTR_SHAPE:
      return { kind: 'shape', value: value as number[] };
    default:
      return null;
  }
}
