import { createRequire } from 'node:module';
import type { Attribute, Constant, DType, GraphNode } from './graph.ts';

/** A message of the protobuf classes that tfjs-node brings, in as far as it is filled here. */
type Message = Readonly<Record<string, (...given: unknown[]) => unknown>> & {
  serializeBinary(): Uint8Array;
};
type MessageClass = new () => Message;
type Messages = {
  readonly SavedModel: MessageClass;
  readonly MetaGraphDef: MessageClass & { readonly MetaInfoDef: MessageClass };
  readonly GraphDef: MessageClass;
  readonly NodeDef: MessageClass;
  readonly VersionDef: MessageClass;
  readonly AttrValue: MessageClass & { readonly ListValue: MessageClass };
  readonly Tensor: MessageClass;
  readonly TensorShape: MessageClass & { readonly Dim: MessageClass };
};

/** TensorFlow's own numbers of its element types (types.proto). */
export const DATA_TYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  bool: 10,
  bfloat16: 14,
  resource: 20,
};

/** The tag by which a loader finds the one graph of the model. */
export const SERVE = 'serve';

/** Versions as TensorFlow 2 writes them: readers from 2015 on, writers of 2024. */
const PRODUCER = 1882;

/** Nodes as the bytes of a SavedModel, the one form in which the binding takes a graph. */
export function savedModelBytes(nodes: readonly GraphNode[]): Uint8Array {
  const pb = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb') as Messages;
  const make = (of: MessageClass, fields: Readonly<Record<string, unknown>>): Message => {
    const message = new of();
    for (const [setter, value] of Object.entries(fields))
      (message[setter] as (given: unknown) => unknown)(value);
    return message;
  };
  const shape = (sizes: readonly number[]): Message =>
    make(pb.TensorShape, { setDimList: sizes.map((size) => make(pb.TensorShape.Dim, { setSize: size })) });
  const tensor = ({ dtype, shape: sizes, values }: Constant): Message =>
    make(pb.Tensor, {
      setDtype: DATA_TYPE[dtype],
      setTensorShape: shape(sizes),
      setTensorContent: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    });
  const attribute = (it: Attribute): Message => {
    switch (it.kind) {
      case 'type':
        return make(pb.AttrValue, { setType: DATA_TYPE[it.value] });
      case 'types':
        return make(pb.AttrValue, {
          setList: make(pb.AttrValue.ListValue, { setTypeList: it.value.map((type) => DATA_TYPE[type]) }),
        });
      case 'int':
        return make(pb.AttrValue, { setI: it.value });
      case 'ints':
        return make(pb.AttrValue, { setList: make(pb.AttrValue.ListValue, { setIList: [...it.value] }) });
      case 'float':
        return make(pb.AttrValue, { setF: it.value });
      case 'bool':
        return make(pb.AttrValue, { setB: it.value });
      case 'string':
        return make(pb.AttrValue, { setS: new TextEncoder().encode(it.value) });
      case 'shape':
        return make(pb.AttrValue, { setShape: shape(it.value) });
      case 'tensor':
        return make(pb.AttrValue, { setTensor: tensor(it.value) });
    }
  };
  const definition = (node: GraphNode): Message => {
    const message = make(pb.NodeDef, {
      setName: node.name,
      setOp: node.op,
      setInputList: [...node.inputs, ...node.after.map((name) => `^${name}`)],
    });
    const map = message.getAttrMap?.() as { set(name: string, value: Message): void };
    for (const [name, it] of Object.entries(node.attributes)) map.set(name, attribute(it));
    return message;
  };
  const graph = make(pb.GraphDef, {
    setNodeList: nodes.map(definition),
    setVersions: make(pb.VersionDef, { setProducer: PRODUCER }),
  });
  const info = make(pb.MetaGraphDef.MetaInfoDef, { setTagsList: [SERVE], setTensorflowVersion: '2.20.0' });
  const meta = make(pb.MetaGraphDef, { setMetaInfoDef: info, setGraphDef: graph });
  return make(pb.SavedModel, {
    setSavedModelSchemaVersion: 1,
    setMetaGraphsList: [meta],
  }).serializeBinary();
}
