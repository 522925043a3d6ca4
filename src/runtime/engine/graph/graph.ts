import type { Scope } from '../composite.ts';

/** Element types that a recorded step uses, in TensorFlow's numbering on the wire (see `wire.ts`). */
export type DType = 'float32' | 'float64' | 'int32' | 'uint8' | 'bool' | 'bfloat16' | 'resource';

/** One output of a node: `name` is its first, `name:2` its third. */
export type Ref = string;

/** What one output holds. */
export type Held = { readonly shape: readonly number[]; readonly dtype: DType };

export type Attribute =
  | { readonly kind: 'type'; readonly value: DType }
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'types'; readonly value: readonly DType[] }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: Constant };

export type Constant = Held & { readonly values: Float32Array | Int32Array | Uint8Array };

/** One TensorFlow op. */
export type GraphNode = {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Ref[];
  /** Nodes that must have run before. */
  readonly after: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly Held[];
  readonly scope: Scope;
};

/**
 * A group of nodes that TensorFlow has one op for: batch normalization, an optimizer's update. It computes the same as
 * its nodes; a pass may put the one op in their place.
 */
export type Composite = {
  readonly name: string;
  readonly facts: Readonly<Record<string, number | boolean>>;
  readonly inputs: Readonly<Record<string, Ref>>;
  readonly outputs: Readonly<Record<string, Ref>>;
  /** The group's first and last node in the order of the graph. */
  readonly first: string;
  readonly last: string;
  readonly scope: Scope;
};

/** A recorded function: what it is fed, what it computes, what it leaves in variables. */
export type Graph = {
  /** Each after those that it reads. */
  readonly nodes: readonly GraphNode[];
  readonly composites: readonly Composite[];
  /** What a call reads back, by name. */
  readonly results: Readonly<Record<string, Ref>>;
  /** Next values of variables. */
  readonly assigns: ReadonlyMap<string, Ref>;
  /** Nodes that change variables in place, in stead of an assignment. */
  readonly effects: readonly string[];
  /** Variables that nobody changes as long as the graph lives: the weights of a frozen network. */
  readonly fixed: ReadonlySet<string>;
  /** What follows from fixed variables alone, computed once before the first call. */
  readonly once: { readonly nodes: readonly GraphNode[]; readonly variables: readonly Derived[] };
};

/** A variable that a graph makes for itself. */
export type Derived = { readonly variable: string; readonly value: Ref; readonly held: Held };

/** The node that an output belongs to. */
export const nodeOf = (ref: Ref): string => {
  const colon = ref.lastIndexOf(':');
  return colon < 0 ? ref : ref.slice(0, colon);
};

/** Which of its node's outputs it is. */
export const outputOf = (ref: Ref): number => {
  const colon = ref.lastIndexOf(':');
  return colon < 0 ? 0 : Number(ref.slice(colon + 1));
};

export const refTo = (node: string, output = 0): Ref => (output === 0 ? node : `${node}:${output}`);

/** A variable itself, as an input of ops that read or change it; a program puts its own handle there. */
export const handle = (variable: string): Ref => `@${variable}`;

/** The variable that an input stands for; null for the output of a node. */
export const variableIn = (ref: Ref): string | null => (ref.startsWith('@') ? ref.slice(1) : null);

/** The op that reads a variable. */
export const READ = 'ReadVariableOp';

/** The variable whose value a node is; null for any other node. */
export const variableRead = ({ op, inputs }: GraphNode): string | null =>
  op === READ ? variableIn(inputs[0] ?? '') : null;

/**
 * A name as TensorFlow takes one. Layers of a saved model may be called anything; what TensorFlow does not take, and the
 * dot itself, becomes `.hex.`, so that no two names fall together.
 */
export const wireName = (name: string): string =>
  name.replace(/[^A-Za-z0-9_/-]/gu, (it) => `.${it.codePointAt(0)?.toString(16)}.`);

const BYTES: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  int32: 4,
  uint8: 1,
  bool: 1,
  bfloat16: 2,
  resource: 0,
};

/** Memory that a node's outputs take. */
export const contentBytes = ({ outputs }: Pick<GraphNode, 'outputs'>): number =>
  outputs.reduce((sum, { shape, dtype }) => sum + shape.reduce((size, it) => size * it, BYTES[dtype]), 0);
