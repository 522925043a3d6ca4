import {
  type DType,
  type Graph,
  type GraphNode,
  type Held,
  READ,
  type Ref,
  refTo,
  variableIn,
  variableRead,
  wireName,
} from './graph.ts';
import { heldOf } from './held-of.ts';
import { int, type NodeBuilder, nodeBuilder, text, type } from './node-builder.ts';
import { type Fed, openSession, type Session, type SessionBinding, type Values } from './session.ts';

/** Graphs that share variables, in one session. */
export type Program = {
  /** A variable with its first value. */
  declare(name: string, value: Fed): void;
  declared(name: string): boolean;
  has(entry: string): boolean;
  /** A function that can be called from now on. Variables keep their values. */
  define(entry: string, graph: Graph): void;
  /**
   * Calls a function.
   *
   * @param feeds by placeholder @param wanted names of results; all results where left out
   */
  call(
    entry: string,
    feeds: Readonly<Record<string, Omit<Fed, 'dtype'>>>,
    wanted?: readonly string[],
  ): Readonly<Record<string, Values>>;
  /** The values that variables have now. */
  read(names: readonly string[]): Map<string, Values>;
  close(): void;
};

type Entry = {
  readonly graph: Graph;
  readonly placeholders: ReadonlyMap<string, DType>;
  readonly fetches: Readonly<Record<string, Ref>>;
  readonly nodes: readonly GraphNode[];
  /** Called once, before the first call: it fills the variables that the graph made for itself. */
  readonly once: string | null;
};

const REST = { at: '', part: 'rest' } as const;

/** By this result a function says whether it may change its variables; without it it always does. */
export const FINITE = 'finite';

export function createProgram(binding: SessionBinding): Program {
  const declared = new Map<string, { held: Held; value: Fed | null }>();
  const entries = new Map<string, Entry>();
  let session: Session | null = null;

  const open = (): Session => {
    if (session) return session;
    const builder = nodeBuilder('start', REST);
    const done: string[] = [];
    const feeds = new Map<string, Fed>();
    for (const [name, { held, value }] of declared) {
      builder.nodes.push(handleNode(name, held), readNow(name, held));
      if (!value) continue;
      const fed = builder.feed(name, held);
      feeds.set(fed, value);
      // What is fed lies in JavaScript's memory, and a variable would share it: whoever gives it back then, any of
      // TensorFlow's threads, would be in the wrong one.
      const copied = builder.add('DeepCopy', {
        inputs: [fed],
        attributes: { T: type(held.dtype) },
        outputs: [held],
      });
      done.push(assign(builder, name, held, copied));
    }
    const started = whenDone(builder, done);
    const opened = openSession(binding, [
      ...builder.nodes,
      ...[...entries.values()].flatMap((it) => it.nodes),
    ]);
    try {
      opened.run(feeds, [started]);
      for (const { once } of entries.values()) if (once) opened.run(new Map(), [once]);
    } catch (error) {
      opened.close();
      throw error;
    }
    // The session holds them now.
    for (const [name, it] of declared) declared.set(name, { ...it, value: null });
    session = opened;
    return opened;
  };
  const readAll = (names: readonly string[]): Map<string, Values> => {
    if (names.length === 0) return new Map();
    const values = open().run(new Map(), names.map(nowName));
    return new Map(names.map((name, at) => [name, values[at] as Values]));
  };
  /** Another graph is another session: values move over. */
  const reopenLater = (): void => {
    if (!session) return;
    const derived = new Set(
      [...entries.values()].flatMap((it) => it.graph.once.variables.map((own) => own.variable)),
    );
    const values = readAll([...declared.keys()].filter((it) => !derived.has(it)));
    for (const [name, own] of values) {
      const { held } = declared.get(name) as { held: Held };
      declared.set(name, { held, value: { ...held, values: own } });
    }
    session.close();
    session = null;
  };

  return {
    declare(name, value) {
      reopenLater();
      declared.set(name, { held: { shape: value.shape, dtype: value.dtype }, value });
    },
    declared: (name) => declared.has(name),
    has: (entry) => entries.has(entry),
    define(entry, graph) {
      reopenLater();
      for (const { variable, held } of graph.once.variables) declared.set(variable, { held, value: null });
      entries.set(entry, lowered(entry, graph, declared));
    },
    call(entry, feeds, wanted) {
      const found = entries.get(entry);
      if (!found) throw new Error(`No function is called ${entry}`);
      const names = wanted ?? Object.keys(found.graph.results);
      const given = new Map<string, Fed>();
      for (const [name, value] of Object.entries(feeds)) {
        const placeholder = `${entry}/feed/${wireName(name)}`;
        const dtype = found.placeholders.get(placeholder);
        // What a function does not look at is not fed.
        if (dtype) given.set(placeholder, { ...value, dtype });
      }
      const values = open().run(
        given,
        names.map((it) => found.fetches[it] as Ref),
      );
      return Object.fromEntries(names.map((name, at) => [name, values[at] as Values]));
    },
    read: readAll,
    close() {
      session?.close();
      session = null;
      declared.clear();
      entries.clear();
    },
  };
}

const handleName = (variable: string): string => `variable/${wireName(variable)}`;
const nowName = (variable: string): string => `now/${wireName(variable)}`;

const handleNode = (variable: string, { shape, dtype }: Held): GraphNode => ({
  name: handleName(variable),
  op: 'VarHandleOp',
  inputs: [],
  after: [],
  attributes: {
    dtype: type(dtype),
    shape: { kind: 'shape', value: shape },
    shared_name: text(variable),
    container: text(''),
  },
  outputs: [{ shape: [], dtype: 'resource' }],
  scope: REST,
});

const readNow = (variable: string, held: Held): GraphNode => ({
  name: nowName(variable),
  op: READ,
  inputs: [handleName(variable)],
  after: [],
  attributes: { dtype: type(held.dtype) },
  outputs: [held],
  scope: REST,
});

function assign(
  builder: NodeBuilder,
  variable: string,
  { dtype }: Held,
  value: Ref,
  after: readonly string[] = [],
): string {
  return builder.add('AssignVariableOp', {
    inputs: [handleName(variable), value],
    attributes: { dtype: type(dtype) },
    outputs: [],
    after,
  });
}

/** A function's nodes as TensorFlow runs them: variables by their handles, and changes under a guard. */
function lowered(
  entry: string,
  graph: Graph,
  variables: ReadonlyMap<string, { readonly held: Held }>,
): Entry {
  const { nodes: onceNodes, once } = loweredOnce(entry, graph);
  const placeholders = new Map<string, DType>();
  const reads = new Map<string, string>();
  let nodes = [...onceNodes, ...graph.nodes].map((node): GraphNode => {
    if (node.op === 'Placeholder') placeholders.set(node.name, node.outputs[0]?.dtype ?? 'float32');
    const variable = variableRead(node);
    if (variable !== null) reads.set(variable, node.name);
    return {
      ...node,
      inputs: node.inputs.map((ref) => {
        const handled = variableIn(ref);
        return handled === null ? ref : handleName(handled);
      }),
    };
  });
  const changes = graph.assigns.size + graph.effects.length > 0;
  if (!changes) return { graph, placeholders, fetches: graph.results, nodes, once };

  const builder = nodeBuilder(`${entry}/end`, REST);
  const bool: Held = { shape: [], dtype: 'bool' };
  const finite = graph.results[FINITE];
  /** Dead, and with it all that waits for it, where the step was not finite. */
  let pivot: string[] = [];
  if (finite) {
    const parted = builder.add('Switch', {
      inputs: [finite, finite],
      attributes: { T: type('bool') },
      outputs: [bool, bool],
    });
    pivot = [
      builder.add('Identity', {
        inputs: [refTo(parted, 1)],
        attributes: { T: type('bool') },
        outputs: [bool],
      }),
    ];
  }
  const before = (variable: string): string[] => {
    const read = reads.get(variable);
    return read ? [read] : [];
  };
  const assigned = [...graph.assigns].map(([variable, value]) => {
    const held = variables.get(variable)?.held;
    if (!held) throw new Error(`No variable is called ${variable}`);
    return assign(builder, variable, held, value, [...pivot, ...before(variable)]);
  });
  const effects = new Set(graph.effects);
  nodes = nodes.map((node) =>
    effects.has(node.name) ? { ...node, after: [...node.after, ...pivot] } : node,
  );
  const last = [...assigned, ...effects];
  const heldAt = heldOf(graph);
  const fetches = Object.fromEntries(
    Object.entries(graph.results).map(([name, ref]) => [
      name,
      afterAll(builder, ref, heldAt(ref), last, finite),
    ]),
  );
  return { graph, placeholders, fetches, nodes: [...nodes, ...builder.nodes], once };
}

/** What fills the variables that a graph made for itself. */
function loweredOnce(entry: string, { once }: Graph): { nodes: GraphNode[]; once: string | null } {
  if (once.variables.length === 0) return { nodes: [], once: null };
  const builder = nodeBuilder(`${entry}/once`, REST);
  const done = once.variables.map(({ variable, value, held }) => assign(builder, variable, held, value));
  const last = whenDone(builder, done);
  return { nodes: [...once.nodes, ...builder.nodes], once: last };
}

/** Something to ask for that is there only when all of these nodes have run. */
const whenDone = (builder: NodeBuilder, done: readonly string[]): string =>
  builder.add('Identity', {
    inputs: [builder.scalar(0)],
    attributes: { T: type('float32') },
    outputs: [{ shape: [], dtype: 'float32' }],
    after: done,
  });

/** A result that is there only when all changes are made, or, under a guard, when none is. */
function afterAll(
  builder: NodeBuilder,
  ref: Ref,
  held: Held,
  last: readonly string[],
  finite: Ref | undefined,
): Ref {
  const attributes = { T: type(held.dtype) };
  const identity = (from: Ref) =>
    builder.add('Identity', { inputs: [from], attributes, outputs: [held], after: last });
  if (!finite) return identity(ref);
  const parted = builder.add('Switch', { inputs: [ref, finite], attributes, outputs: [held, held] });
  return builder.add('Merge', {
    inputs: [refTo(parted, 0), identity(refTo(parted, 1))],
    attributes: { ...attributes, N: int(2) },
    outputs: [held, { shape: [], dtype: 'int32' }],
  });
}
