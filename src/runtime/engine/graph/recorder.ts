import * as tf from '@tensorflow/tfjs';
import { listen, type Scope, type ToldComposite } from '../composite.ts';
import {
  type Attribute,
  type Composite,
  type Constant,
  type DType,
  type Graph,
  type GraphNode,
  type Held,
  handle,
  READ,
  type Ref,
  refTo,
  wireName,
} from './graph.ts';
import { DATA_TYPE } from './wire.ts';

type OpAttribute = { readonly name: string; readonly type: number; readonly value: unknown };
type DataId = object;
type Handled = { readonly dataId: DataId; readonly shape: readonly number[]; readonly dtype: tf.DataType };

/** As much of tfjs-node's backend as recording touches. */
export type RecordedBackend = {
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: Handled[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: Handled[],
    outputs: number,
  ): tf.Tensor[];
  readSync(id: DataId): unknown;
  read(id: DataId): Promise<unknown>;
  readonly binding: Readonly<Record<string, unknown>>;
};

/** What a function computes while it is recorded: results to read back, and next values of variables. */
export type Computed = {
  readonly results: Readonly<Record<string, tf.Tensor>>;
  readonly assigns: ReadonlyMap<string, tf.Tensor>;
};

/** Makes a tensor a placeholder of that name. Its values serve the recording alone. */
export type Feed = (name: string, value: tf.Tensor) => tf.Tensor;

/** As much of tfjs's engine as tells which op a gradient belongs to. */
type Tape = {
  addTapeNode: (...given: unknown[]) => void;
  readonly state: {
    readonly activeTape?: { gradient?: (dys: unknown) => unknown }[];
  };
};

/** Thrown where a function reads a value that will be another one at the next step. */
export class NotRecordable extends Error {}

const REST: Scope = { at: '', part: 'rest' };

/**
 * Runs a function once, op by op, and keeps what it did as a graph.
 *
 * Every op of tfjs-node goes through two methods of its backend; they are listened to here. A tensor that no op made
 * and that was not given is a constant of the function. A value that is read back would be frozen into the graph, so
 * reading one that depends on anything given is refused, with the name of the op that made it.
 *
 * @param prefix begins the names of all nodes
 * @param variables by name, as they are now
 * @throws NotRecordable
 */
export function record(
  backend: RecordedBackend,
  prefix: string,
  variables: ReadonlyMap<string, tf.Tensor>,
  run: (feed: Feed) => Computed,
): Graph {
  const nodes: GraphNode[] = [];
  const composites: Composite[] = [];
  // Identities, not numbers: what was freed and made anew is another one.
  const refs = new Map<DataId, Ref>();
  const constants = new Set<Ref>();
  const read = new Map<DataId, string>();
  let scope = REST;

  const add = (
    op: string,
    inputs: readonly Ref[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly Held[],
    name = `${prefix}/${op}_${nodes.length}`,
  ): string => {
    nodes.push({ name, op, inputs, after: [], attributes, outputs, scope });
    return name;
  };
  const refOf = (it: Handled): Ref => {
    const known = refs.get(it.dataId);
    if (known !== undefined) return known;
    const variable = read.get(it.dataId);
    if (variable !== undefined) {
      const name = add(
        READ,
        [handle(variable)],
        { dtype: { kind: 'type', value: dtypeOf(it) } },
        [{ shape: it.shape, dtype: dtypeOf(it) }],
        `${prefix}/read/${wireName(variable)}`,
      );
      refs.set(it.dataId, name);
      return name;
    }
    const value = constantOf(it, original.readSync(it.dataId));
    const type = { kind: 'type', value: value.dtype } as const;
    const name = add('Const', [], { dtype: type, value: { kind: 'tensor', value } }, [value]);
    refs.set(it.dataId, name);
    constants.add(name);
    return name;
  };
  const original = {
    single: backend.executeSingleOutput.bind(backend),
    multiple: backend.executeMultipleOutputs.bind(backend),
    readSync: backend.readSync.bind(backend),
  };
  const executed = (op: string, attributes: OpAttribute[], inputs: Handled[], outputs: tf.Tensor[]): void => {
    const from = inputs.map(refOf);
    const name = add(
      op,
      from,
      { ...inferred(op, inputs), ...attributesOf(backend, op, attributes) },
      outputs.map((it) => ({ shape: it.shape, dtype: dtypeOf(it) })),
    );
    outputs.forEach((it, at) => {
      refs.set(it.dataId, refTo(name, at));
      if (from.length > 0 && from.every((ref) => constants.has(ref))) constants.add(refTo(name, at));
    });
  };
  const refuseReading = (id: DataId): void => {
    const ref = refs.get(id) ?? read.get(id);
    if (ref === undefined || constants.has(ref)) return;
    const maker = nodes.find((it) => it.name === ref.split(':', 1)[0]);
    throw new NotRecordable(
      `a value of ${maker?.op ?? ref} is read back in the middle of a step, and would be the same at every step`,
    );
  };
  const hooks: Partial<RecordedBackend> = {
    executeSingleOutput(name, attributes, inputs) {
      // Constants are kept as they are before the op runs: their handles go when it is done.
      inputs.forEach(refOf);
      const output = original.single(name, attributes, inputs);
      executed(name, attributes, inputs, [output]);
      return output;
    },
    executeMultipleOutputs(name, attributes, inputs, count) {
      inputs.forEach(refOf);
      const outputs = original.multiple(name, attributes, inputs, count);
      executed(name, attributes, inputs, outputs);
      return outputs;
    },
    readSync(id) {
      refuseReading(id);
      return original.readSync(id);
    },
    async read(id) {
      refuseReading(id);
      return original.readSync(id);
    },
  };

  const feed: Feed = (name, it) => {
    const dtype = dtypeOf(it);
    const ref = add(
      'Placeholder',
      [],
      { dtype: { kind: 'type', value: dtype }, shape: { kind: 'shape', value: it.shape } },
      [{ shape: it.shape, dtype }],
      `${prefix}/feed/${wireName(name)}`,
    );
    refs.set(it.dataId, ref);
    return it;
  };
  for (const [name, it] of variables) read.set(it.dataId, name);

  const tape = tf.engine() as unknown as Tape;
  const addTapeNode = tape.addTapeNode;
  // A gradient belongs to what its forward op belongs to.
  tape.addTapeNode = (...given) => {
    addTapeNode.apply(tape, given);
    const node = tape.state.activeTape?.at(-1);
    if (!node?.gradient) return;
    const [own, gradient] = [scope, node.gradient];
    node.gradient = (dys) => {
      const before = scope;
      scope = own;
      try {
        return gradient(dys);
      } finally {
        scope = before;
      }
    };
  };
  Object.assign(backend, hooks);
  try {
    const computed = listen(
      {
        composite(inner, tell) {
          const first = nodes.length;
          const result = inner();
          const told = tell(result);
          if (nodes.length > first) composites.push(compositeOf(told, refOf, nodes, first, scope));
          return result;
        },
        scope(at, inner) {
          const before = scope;
          scope = at;
          try {
            return inner();
          } finally {
            scope = before;
          }
        },
      },
      () => run(feed),
    );
    const results = Object.fromEntries(
      Object.entries(computed.results).map(([name, it]) => [name, refOf(it)]),
    );
    const assigns = new Map([...computed.assigns].map(([name, it]) => [name, refOf(it)]));
    return { nodes, composites, results, assigns, effects: [] };
  } finally {
    tape.addTapeNode = addTapeNode;
    for (const name of Object.keys(hooks)) delete (backend as Record<string, unknown>)[name];
  }
}

function compositeOf(
  { name, facts, inputs, outputs }: ToldComposite,
  refOf: (it: Handled) => Ref,
  nodes: readonly GraphNode[],
  first: number,
  scope: Scope,
): Composite {
  const named = (tensors: Readonly<Record<string, tf.Tensor>>) =>
    Object.fromEntries(Object.entries(tensors).map(([role, it]) => [role, refOf(it)]));
  return {
    name,
    facts,
    inputs: named(inputs),
    outputs: named(outputs),
    first: (nodes[first] as GraphNode).name,
    last: (nodes.at(-1) as GraphNode).name,
    scope,
  };
}

function dtypeOf({ dtype }: Pick<Handled, 'dtype'>): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new NotRecordable(`values of type ${dtype} have no place in a compiled step`);
}

function constantOf(it: Handled, values: unknown): Constant {
  const dtype = dtypeOf(it);
  const copied = values as Float32Array | Int32Array | Uint8Array;
  const held = { shape: [...it.shape], dtype };
  if (dtype === 'float32') return { ...held, values: Float32Array.from(copied) };
  if (dtype === 'int32') return { ...held, values: Int32Array.from(copied) };
  return { ...held, values: Uint8Array.from(copied) };
}

const TYPES = new Map(Object.entries(DATA_TYPE).map(([name, number]) => [number, name as DType]));

/** Element types that tfjs-node leaves to be inferred, which a graph must name. */
const inferred = (op: string, [first]: readonly Handled[]): Record<string, Attribute> =>
  op === 'ExpandDims' && first ? { T: { kind: 'type', value: dtypeOf(first) } } : {};

/** The attributes that tfjs-node hands to TensorFlow, in a form that can be written. */
function attributesOf(
  { binding }: RecordedBackend,
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

function attributeOf(binding: RecordedBackend['binding'], type: number, value: unknown): Attribute | null {
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
