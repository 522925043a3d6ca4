import {
  type Composite,
  type Graph,
  type GraphNode,
  type Held,
  handle,
  type Ref,
  variableRead,
} from '../graph.ts';
import { heldOf } from '../held-of.ts';
import { bool, type NodeBuilder, nodeBuilder, type } from '../node-builder.ts';

/** How one optimizer's update is written with TensorFlow's own. @returns the node that changes the variables */
type Update = (at: {
  readonly it: Composite;
  readonly builder: NodeBuilder;
  /** Of the weight, its gradient and every slot. */
  readonly held: Held;
  /** An input to the op that stands for the variable itself, not its value. */
  readonly variable: (role: string) => Ref;
}) => string;

const T = { T: type('float32') };

const arithmetic = (builder: NodeBuilder, op: 'Mul' | 'AddV2', a: Ref, b: Ref, held: Held): Ref =>
  builder.add(op, { inputs: [a, b], attributes: T, outputs: [held] });

/** g + λw for what decays. */
function pulled({ it, builder, held }: Parameters<Update>[0]): Ref {
  const decay = Number(it.facts.weightDecay);
  if (!it.facts.decays || decay === 0) return it.inputs.gradient as Ref;
  const own = arithmetic(builder, 'Mul', it.inputs.value as Ref, builder.scalar(decay), held);
  return arithmetic(builder, 'AddV2', it.inputs.gradient as Ref, own, held);
}

/**
 * TensorFlow's Adam corrects both moments by powers that it is handed. Ours come corrected already, in rate and epsilon,
 * so that powers of zero leave its own correction at one.
 */
function adamUpdate(
  { it, builder, variable }: Parameters<Update>[0],
  gradient: Ref,
  after: string[],
): string {
  const zero = builder.scalar(0);
  return builder.add('ResourceApplyAdam', {
    inputs: [
      variable('value'),
      variable('mean'),
      variable('square'),
      zero,
      zero,
      it.inputs.rate as Ref,
      builder.scalar(Number(it.facts.beta1)),
      builder.scalar(Number(it.facts.beta2)),
      it.inputs.epsilon as Ref,
      gradient,
    ],
    attributes: { ...T, use_locking: bool(false), use_nesterov: bool(false) },
    outputs: [],
    after,
  });
}

const UPDATES: Readonly<Record<string, Update>> = {
  'optimizer.sgd': (at) =>
    at.builder.add('ResourceApplyMomentum', {
      inputs: [
        at.variable('value'),
        at.variable('velocity'),
        at.it.inputs.rate as Ref,
        pulled(at),
        at.builder.scalar(Number(at.it.facts.momentum)),
      ],
      attributes: { ...T, use_locking: bool(false), use_nesterov: bool(at.it.facts.nesterov === true) },
      outputs: [],
    }),
  'optimizer.adam': (at) => adamUpdate(at, pulled(at), []),
  'optimizer.adamw': (at) => {
    const { it, builder, held, variable } = at;
    if (!it.facts.decays || Number(it.facts.weightDecay) === 0)
      return adamUpdate(at, it.inputs.gradient as Ref, []);
    const shrunk = arithmetic(builder, 'Mul', it.inputs.value as Ref, it.inputs.kept as Ref, held);
    const kept = builder.add('AssignVariableOp', {
      inputs: [variable('value'), shrunk],
      attributes: { dtype: type('float32') },
      outputs: [],
    });
    return adamUpdate(at, it.inputs.gradient as Ref, [kept]);
  },
};

/**
 * Optimizer updates as TensorFlow's own ops, which change weight and state in place: one pass over memory for the six to
 * twelve of their formula. Optimizers that are not listed here keep their formula.
 */
export function fusedUpdates(graph: Graph): Graph {
  const held = heldOf(graph);
  const variables = new Map(graph.nodes.map((it) => [it.name, variableRead(it)]));
  const readBeyond = readersBeyond(graph);
  const added: GraphNode[] = [];
  const effects = [...graph.effects];
  const assigns = new Map(graph.assigns);
  for (const [index, it] of graph.composites.entries()) {
    const update = UPDATES[it.name];
    if (!update) continue;
    const named = (role: string): string | null => variables.get(it.inputs[role] ?? '') ?? null;
    const names = Object.keys(it.outputs).map(named);
    if (!names.every((name) => name !== null && assigns.has(name))) continue;
    // An op that changes variables in place has no new value to hand on, as a network that follows asks for.
    if (Object.values(it.outputs).some((ref) => readBeyond(ref, it))) continue;
    const builder = nodeBuilder(`${it.last}/update_${index}`, it.scope);
    update({
      it,
      builder,
      held: held(it.inputs.value as Ref),
      variable: (role) => handle(named(role) as string),
    });
    for (const made of builder.nodes) {
      const changes = made.outputs.length === 0;
      // Whoever reads the old weight has it before it changes.
      added.push(changes ? { ...made, after: [...made.after, it.inputs.value as Ref] } : made);
      if (changes) effects.push(made.name);
    }
    for (const name of names) assigns.delete(name as string);
  }
  return { ...graph, nodes: [...graph.nodes, ...added], assigns, effects };
}

/** Whether a node outside of a composite reads what the composite made. */
function readersBeyond({ nodes }: Graph): (ref: Ref, composite: Composite) => boolean {
  const places = new Map(nodes.map((it, at) => [it.name, at]));
  const readers = new Map<Ref, number[]>();
  for (const [at, { inputs }] of nodes.entries())
    for (const ref of inputs) readers.set(ref, [...(readers.get(ref) ?? []), at]);
  return (ref, { first, last }) => {
    const [from, to] = [places.get(first) ?? 0, places.get(last) ?? -1];
    return (readers.get(ref) ?? []).some((at) => at < from || at > to);
  };
}
