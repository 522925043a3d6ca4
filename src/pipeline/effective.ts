import type { Definitions, PipelineDefinition } from './definition.ts';
import type { Document, DocumentNode, End, NodeState } from './document.ts';
import { isFamily, singlePorts } from './ports.ts';

/**
 * Why an input gets nothing though a wire is drawn to it. `several`: more than one wire comes into a bypassed node that
 * could go on from it. `nothing`: none does.
 */
export type Cut = { readonly node: string; readonly why: 'muted' | 'several' | 'nothing' };

export type Effective = {
  /** Without the nodes that are muted or bypassed; wires that lead through bypassed ones begin where they came from. */
  readonly document: Document;
  /** Of each drawn wire, the output that flows through it; left out where nothing does. */
  readonly flows: ReadonlyMap<string, End>;
  /** By `endKey`, the inputs of nodes that are there which get nothing because of one that is not. */
  readonly cuts: ReadonlyMap<string, Cut>;
};

export const endKey = ({ node, port }: End): string => `${node} ${port}`;

/**
 * The document that is checked and that plans are made of: what the person drew, as muting and bypassing leave it.
 * Nobody behind it knows that there is such a thing as a muted node. Wires and nodes keep their ids.
 */
export function effectiveDocument(drawn: Document, definitions: Definitions): Effective {
  const off = Object.keys(drawn.nodes).filter((id) => stateOf(drawn, id) !== undefined);
  if (off.length === 0) return { document: drawn, flows: NO_FLOWS, cuts: NO_CUTS };
  const into = wiresInto(drawn);
  const flows = new Map<string, End>();
  const cuts = new Map<string, Cut>();
  const wires: Record<string, Document['wires'][string]> = {};
  for (const [id, wire] of Object.entries(drawn.wires)) {
    const source = sourceOf(drawn, definitions, into, wire.from);
    const there = stateOf(drawn, wire.to.node) === undefined;
    if ('why' in source) {
      if (there) cuts.set(endKey(wire.to), source);
      continue;
    }
    flows.set(id, source);
    if (there) wires[id] = source === wire.from ? wire : { ...wire, from: source };
  }
  const gone = new Set(off);
  const nodes = Object.fromEntries(Object.entries(drawn.nodes).filter(([id]) => !gone.has(id)));
  return { document: { ...drawn, nodes, wires }, flows, cuts };
}

const NO_FLOWS: Effective['flows'] = new Map();
const NO_CUTS: Effective['cuts'] = new Map();

const nodeOf = ({ nodes }: Document, id: string): DocumentNode | undefined =>
  Object.hasOwn(nodes, id) ? nodes[id] : undefined;
const stateOf = (document: Document, id: string): NodeState | undefined => nodeOf(document, id)?.state;

/** By `endKey`, where the first wire that ends there begins. */
type WiresInto = ReadonlyMap<string, End>;

function wiresInto({ wires }: Document): WiresInto {
  const into = new Map<string, End>();
  for (const { from, to } of Object.values(wires)) {
    const key = endKey(to);
    if (!into.has(key)) into.set(key, from);
  }
  return into;
}

/** Goes back through bypassed nodes to an output of a node that is there. */
function sourceOf(drawn: Document, definitions: Definitions, into: WiresInto, from: End): End | Cut {
  const seen = new Set<string>();
  let at = from;
  for (;;) {
    const { node, port } = at;
    const state = stateOf(drawn, node);
    if (state === undefined) return at;
    if (state === 'muted') return { node, why: 'muted' };
    const wired = (input: string): boolean => into.has(endKey({ node, port: input }));
    const inputs = passing(definitions.get(nodeOf(drawn, node)?.type ?? ''), port, wired);
    const [input] = inputs;
    if (inputs.length > 1) return { node, why: 'several' };
    const next = input === undefined ? undefined : into.get(endKey({ node, port: input }));
    // A circle of bypassed nodes has nothing that could come in.
    if (next === undefined || seen.has(endKey(at))) return { node, why: 'nothing' };
    seen.add(endKey(at));
    at = next;
  }
}

/**
 * The inputs of a node that could go straight through to one of its outputs: what is wired of the output's own kind. A node
 * that stands in a wire to mend it says itself which input goes on.
 */
function passing(
  definition: PipelineDefinition | undefined,
  output: string,
  wired: (input: string) => boolean,
): readonly string[] {
  if (definition?.mends?.into === output) return [definition.mends.through].filter(wired);
  return alikeInputs(definition, output).filter(wired);
}

function alikeInputs(definition: PipelineDefinition | undefined, output: string): readonly string[] {
  const spec =
    definition && Object.hasOwn(definition.outputs, output) ? definition.outputs[output] : undefined;
  if (!definition || spec === undefined) return [];
  return singlePorts(definition.inputs).flatMap(([port, { kind }]) => (kind === spec.kind ? [port] : []));
}

/** Whether all that a node gives can be let straight through from what comes into it, without a doubt from where. */
export function canBypass(drawn: Document, definitions: Definitions, id: string): boolean {
  const definition = definitions.get(nodeOf(drawn, id)?.type ?? '');
  const outputs = Object.keys(definition?.outputs ?? {});
  const into = wiresInto(drawn);
  const wired = (port: string): boolean => into.has(endKey({ node: id, port }));
  return (
    outputs.length > 0 &&
    outputs.every(
      (output) =>
        !isFamily(output) &&
        alikeInputs(definition, output).length > 0 &&
        passing(definition, output, wired).length <= 1,
    )
  );
}

/** A cut as a problem's second half: what the input waits for, and what can be done. */
export function describeCut({ why }: Cut, title: string): { readonly message: string; readonly fix: string } {
  if (why === 'muted')
    return {
      message: `comes from ${title}, which is muted.`,
      fix: `Unmute ${title}, or wire another output.`,
    };
  return why === 'several'
    ? {
        message: `comes through ${title}, which is bypassed, and more than one wire could go on from there.`,
        fix: `Leave ${title} one wire of its kind, or take the bypass back.`,
      }
    : {
        message: `comes through ${title}, which is bypassed, and nothing comes into it.`,
        fix: `Wire an input of ${title}, or take the bypass back.`,
      };
}

/** The document with these nodes as if they were neither muted nor bypassed. */
export function awake(document: Document, ids: Iterable<string>): Document {
  const nodes = { ...document.nodes };
  let changed = false;
  for (const id of ids) {
    const node = nodeOf(document, id);
    if (node?.state === undefined) continue;
    const { state: _, ...rest } = node;
    nodes[id] = rest;
    changed = true;
  }
  return changed ? { ...document, nodes } : document;
}
