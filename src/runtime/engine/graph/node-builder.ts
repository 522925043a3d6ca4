import type { Scope } from '../composite.ts';
import {
  type Attribute,
  type Constant,
  type DType,
  type GraphNode,
  type Held,
  handle,
  READ,
  type Ref,
  wireName,
} from './graph.ts';

/** Attributes in short: a type by its name in `type`, the rest as they are. */
export const type = (value: DType): Attribute => ({ kind: 'type', value });
export const int = (value: number): Attribute => ({ kind: 'int', value });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const bool = (value: boolean): Attribute => ({ kind: 'bool', value });
export const text = (value: string): Attribute => ({ kind: 'string', value });

type Draft = {
  readonly inputs: readonly Ref[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly Held[];
  readonly after?: readonly string[];
};

/** Makes nodes that nobody recorded: what feeds a step, and what passes put in. */
export type NodeBuilder = {
  readonly nodes: GraphNode[];
  /** @returns the node's name, which is the reference to its first output */
  add(op: string, draft: Draft): string;
  constant(value: Constant): string;
  scalar(value: number, dtype?: 'float32' | 'int32'): string;
  ints(values: readonly number[]): string;
  read(variable: string, held: Held): string;
  feed(name: string, held: Held): string;
};

/** @param prefix begins the names; unique in the graph */
export function nodeBuilder(prefix: string, scope: Scope): NodeBuilder {
  const nodes: GraphNode[] = [];
  const put = (name: string, op: string, { inputs, attributes = {}, outputs, after = [] }: Draft): string => {
    nodes.push({ name, op, inputs, after, attributes, outputs, scope });
    return name;
  };
  const add: NodeBuilder['add'] = (op, draft) => put(`${prefix}/made/${op}_${nodes.length}`, op, draft);
  const constant: NodeBuilder['constant'] = (value) =>
    add('Const', {
      inputs: [],
      attributes: { dtype: type(value.dtype), value: { kind: 'tensor', value } },
      outputs: [{ shape: value.shape, dtype: value.dtype }],
    });
  return {
    nodes,
    add,
    constant,
    scalar: (value, dtype = 'float32') =>
      constant({
        shape: [],
        dtype,
        values: dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value),
      }),
    ints: (values) => constant({ shape: [values.length], dtype: 'int32', values: Int32Array.from(values) }),
    read: (variable, held) =>
      put(`${prefix}/read/${wireName(variable)}`, READ, {
        inputs: [handle(variable)],
        attributes: { dtype: type(held.dtype) },
        outputs: [held],
      }),
    feed: (name, held) =>
      put(`${prefix}/feed/${wireName(name)}`, 'Placeholder', {
        inputs: [],
        attributes: { dtype: type(held.dtype), shape: { kind: 'shape', value: held.shape } },
        outputs: [held],
      }),
  };
}
