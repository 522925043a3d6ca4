import * as tf from '@tensorflow/tfjs';
import { listen, type Scope, type ToldComposite } from '../composite.ts';
import {
  type Attribute,
  type Composite,
  type Graph,
  type GraphNode,
  type Held,
  handle,
  nodeOf,
  READ,
  type Ref,
  refTo,
  wireName,
} from './graph.ts';
import { outputShapes } from './output-shapes.ts';
import {
  attributesOf,
  constantOf,
  dtypeOf,
  type Handled,
  inferred,
  NotRecordable,
  type OpAttribute,
} from './recorded-values.ts';
import { gradientsKeepScope } from './tape-scopes.ts';
import { DATA_TYPE } from './wire.ts';

type DataId = object;

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
  readonly tensorMap: { set(id: DataId, data: object): void };
};

/** What a function computes while it is recorded: results to read back, and next values of variables. */
export type Computed = {
  readonly results: Readonly<Record<string, tf.Tensor>>;
  readonly assigns: ReadonlyMap<string, tf.Tensor>;
};

/** Makes a tensor a placeholder of that name. Its values serve the recording alone. */
export type Feed = (name: string, value: tf.Tensor) => tf.Tensor;

const REST: Scope = { at: '', part: 'rest' };

/**
 * Lets a function call its ops once, and keeps what it called as a graph. Almost nothing is computed: an op's shapes
 * follow from those of its inputs, and shapes are all that a function sees.
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
  /** Tensors without values. */
  const virtual = new Set<DataId>();
  let scope = REST;

  const scopes = new Map<string, Scope>();
  const add = (
    op: string,
    inputs: readonly Ref[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly Held[],
    name = `${prefix}/${op}_${nodes.length}`,
  ): string => {
    // What nobody put anywhere, as the sums of gradients, belongs to what it works on.
    const [from] = scope === REST ? inputs.flatMap((ref) => scopes.get(nodeOf(ref)) ?? []) : [];
    const own = from ?? scope;
    if (own !== REST) scopes.set(name, own);
    nodes.push({ name, op, inputs, after: [], attributes, outputs, scope: own });
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
  /** An op of the step: run where all that it reads is constant, else only told what it would give. */
  const executed = (
    op: string,
    given: OpAttribute[],
    inputs: Handled[],
    run: (inputs: Handled[]) => tf.Tensor[],
  ): tf.Tensor[] => {
    // Constants are kept as they are before the op runs: their handles go when it is done.
    const from = inputs.map(refOf);
    const attributes = { ...inferred(op, inputs), ...attributesOf(backend.binding, op, given) };
    const fixed = from.length > 0 && from.every((ref) => constants.has(ref));
    const shapes = fixed
      ? null
      : outputShapes(op, {
          inputs: inputs.map((it) => ({ shape: it.shape, dtype: dtypeOf(it) })),
          attributes,
          constant(at) {
            const input = inputs[at];
            if (!input || !constants.has(from[at] ?? '')) throw new Error('Not a constant');
            return Array.from(original.readSync(input.dataId) as Int32Array);
          },
        });
    const outputs = shapes
      ? shapes.map((it) => virtualTensor(backend, it, virtual))
      : run(
          inputs.map((it) => (virtual.has(it.dataId) ? tf.zeros([...it.shape], it.dtype as 'float32') : it)),
        );
    const name = add(
      op,
      from,
      attributes,
      outputs.map((it) => ({ shape: it.shape, dtype: dtypeOf(it) })),
    );
    outputs.forEach((it, at) => {
      refs.set(it.dataId, refTo(name, at));
      if (fixed) constants.add(refTo(name, at));
    });
    return outputs;
  };
  const refuseReading = (id: DataId): void => {
    const ref = refs.get(id) ?? read.get(id);
    if (ref === undefined || constants.has(ref)) return;
    const maker = nodes.find((it) => it.name === nodeOf(ref));
    throw new NotRecordable(
      `a value of ${maker?.op ?? ref} is read back in the middle of a step, and would be the same at every step`,
    );
  };
  const hooks: Partial<RecordedBackend> = {
    executeSingleOutput: (name, attributes, inputs) =>
      executed(name, attributes, inputs, (own) => [original.single(name, attributes, own)])[0] as tf.Tensor,
    executeMultipleOutputs: (name, attributes, inputs, count) =>
      executed(name, attributes, inputs, (own) => original.multiple(name, attributes, own, count)),
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

  const release = gradientsKeepScope(
    () => scope,
    (next) => {
      scope = next;
    },
  );
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
    return {
      nodes,
      composites,
      results,
      assigns,
      effects: [],
      fixed: new Set(),
      once: { nodes: [], variables: [] },
    };
  } finally {
    release();
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

/** A tensor that has a shape and no values. */
function virtualTensor(backend: RecordedBackend, { shape, dtype }: Held, virtual: Set<DataId>): tf.Tensor {
  const dataId: DataId = {};
  virtual.add(dataId);
  // An id below zero is one that the binding does not have, so that nothing is freed with it.
  backend.tensorMap.set(dataId, {
    shape: [...shape],
    dtype: DATA_TYPE[dtype],
    id: -1,
    values: null,
    refCount: 1,
  });
  const info = { dataId, shape: [...shape], dtype: dtype as tf.DataType };
  return tf.engine().makeTensorFromTensorInfo(info);
}
