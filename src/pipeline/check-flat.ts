import type { z } from 'zod';
import type { Definitions, PipelineDefinition } from './definition.ts';
import type { Document, DocumentNode, Wire } from './document.ts';
import { describeCut, effectiveDocument, endKey } from './effective.ts';
import { describeIssue, foundAt } from './issue.ts';
import { versionProblem } from './migrate.ts';
import { missingMember } from './missing-member.ts';
import { nodeOrder, upstreamOf } from './order.ts';
import {
  feedersOf,
  isFamily,
  kindsJoin,
  type ModelType,
  membersOf,
  type PortSpec,
  type PortType,
  portSpec,
  singlePorts,
} from './ports.ts';
import { type Problem, type ProblemDraft, problem } from './problem.ts';
import { article, kindClash, refusal } from './refusal.ts';
import { isKnown, type Letters, resolveShape } from './shapes.ts';
import { standsFor } from './subgraph/subgraph.ts';

export type CheckedNode = {
  readonly definition: PipelineDefinition;
  /** Parsed, with defaults; undefined where the parameters are wrong. */
  readonly params: Record<string, unknown> | undefined;
  readonly inputs: Readonly<Record<string, PortType | undefined>>;
  readonly outputs: Readonly<Record<string, PortType | undefined>>;
};

/** A document with every port's type and every problem at its place. Derived anew on each edit. */
export type CheckedGraph = {
  readonly document: Document;
  /** What is checked: the document without what is muted or bypassed. */
  readonly effective: Document;
  /** Each node after all that feed it; nodes of a cycle are left out. */
  readonly order: readonly string[];
  readonly nodes: Readonly<Record<string, CheckedNode>>;
  readonly wires: Readonly<Record<string, PortType>>;
  /** Nodes that a goal (trainer, evaluation, …) needs, the goals themselves included. */
  readonly needed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Of each node that came out of a subgraph, the drawn node that stands for it. */
  readonly owners: ReadonlyMap<string, string>;
};

const NO_OWNERS: CheckedGraph['owners'] = new Map();

/**
 * Binds every port type and tensor shape of a document without subgraphs and puts each problem at its node.
 *
 * What no goal needs cannot stop a run: its problems are warnings.
 */
export function checkFlat(drawn: Document, definitions: Definitions): CheckedGraph {
  const { document, flows, cuts } = effectiveDocument(drawn, definitions);
  const problems: Problem[] = [];
  const say = (draft: ProblemDraft): void => void problems.push(problem(draft));
  const wiresInto = collectWires(document, definitions, say);
  const { order, cycle } = nodeOrder(document);
  if (cycle.length > 0)
    for (const node of cycle)
      say({
        code: 'cycle',
        node,
        message: `${titleOf(document, definitions, node)} feeds itself through ${cycle.length - 1} other node(s).`,
        fix: 'Remove one wire of the circle.',
      });

  const nodes: Record<string, CheckedNode> = {};
  const wires: Record<string, PortType> = {};
  for (const id of order) {
    const node = document.nodes[id] as DocumentNode;
    const definition = definitions.get(node.type);
    if (definition === undefined) {
      say({
        code: 'unknown-node',
        node: id,
        message: `This Potstill knows no node of type "${node.type}".`,
        fix: 'Update Potstill, or remove the node. It is kept as it is until then.',
      });
      continue;
    }
    if (node.version !== definition.version) {
      problems.push(versionProblem(id, node, definition));
      continue;
    }
    nodes[id] = checkNode(
      id,
      node,
      definition,
      wiresInto.get(id) ?? new Map(),
      drawn,
      nodes,
      wires,
      say,
      (port) => {
        const cut = cuts.get(endKey({ node: id, port }));
        return cut && describeCut(cut, titleOf(drawn, definitions, cut.node));
      },
    );
  }
  for (const [wire, { node, port }] of flows) {
    const type = nodes[node]?.outputs[port];
    if (type !== undefined && !Object.hasOwn(wires, wire)) wires[wire] = type;
  }

  const goals = order.filter((id) => nodes[id]?.definition.goal);
  const needed = upstreamOf(document, goals);
  if (goals.length === 0 && Object.keys(drawn.nodes).length > 0)
    say({
      code: 'nothing-to-run',
      severity: 'warning',
      message: 'Nothing here asks for a run.',
      fix: 'Add a Trainer and wire a loss and an optimizer into it.',
    });
  return {
    document: drawn,
    effective: document,
    order,
    nodes,
    wires,
    needed,
    owners: NO_OWNERS,
    problems: problems.map((it) =>
      it.node !== undefined &&
      document.nodes[it.node] !== undefined &&
      !needed.has(it.node) &&
      cycle.length === 0
        ? { ...it, severity: 'warning' }
        : it,
    ),
  };
}

type WiresInto = Map<string, Map<string, [string, Wire]>>;

/** The wires whose two ends exist, by node and port that they end at. Every other wire becomes a problem. */
function collectWires(
  document: Document,
  definitions: Definitions,
  say: (draft: ProblemDraft) => void,
): WiresInto {
  const into: WiresInto = new Map();
  for (const [id, wire] of Object.entries(document.wires)) {
    const missing = missingEnd(document, definitions, wire);
    if (missing) {
      say({ code: 'wire-to-nowhere', wire: id, ...missing, fix: 'Remove the wire or add what it joins.' });
      continue;
    }
    const ports = into.get(wire.to.node) ?? new Map<string, [string, Wire]>();
    if (ports.has(wire.to.port))
      say({
        code: 'port-taken',
        node: wire.to.node,
        port: wire.to.port,
        wire: id,
        message: `Two wires end at ${wire.to.port}; an input takes one.`,
        fix: 'Remove one of them.',
      });
    else ports.set(wire.to.port, [id, wire]);
    into.set(wire.to.node, ports);
  }
  return into;
}

function missingEnd(
  document: Document,
  definitions: Definitions,
  wire: Wire,
): { message: string; node?: string } | undefined {
  for (const [side, end] of [
    ['outputs', wire.from],
    ['inputs', wire.to],
  ] as const) {
    const node = document.nodes[end.node];
    if (node === undefined) return { message: `A wire joins "${end.node}", and there is no such node.` };
    const ports = definitions.get(node.type)?.[side];
    if (ports !== undefined && portSpec(ports, end.port) === undefined)
      return {
        node: end.node,
        message: `A wire joins port "${end.port}", and ${node.type} has ${Object.keys(ports).join(', ') || 'none'}.`,
      };
  }
  return undefined;
}

function checkNode(
  id: string,
  node: DocumentNode,
  definition: PipelineDefinition,
  wiresInto: ReadonlyMap<string, [string, Wire]>,
  document: Document,
  done: Readonly<Record<string, CheckedNode>>,
  wires: Record<string, PortType>,
  say: (draft: ProblemDraft) => void,
  skipped: (port: string) => ReturnType<typeof describeCut> | undefined,
): CheckedNode {
  const letters: Letters = new Map();
  const inputs: Record<string, PortType | undefined> = {};
  for (const [port, spec] of singlePorts(definition.inputs)) {
    const entry = wiresInto.get(port);
    if (entry === undefined) {
      const cut = skipped(port);
      if (!spec.optional && cut)
        say({
          code: 'input-skipped',
          node: id,
          port,
          message: `${spec.title ?? port} of ${titleOf(document, new Map([[node.type, definition]]), id)} ${cut.message}`,
          fix: cut.fix,
        });
      else if (!spec.optional)
        say({
          code: 'input-open',
          node: id,
          port,
          message: `${spec.title ?? port} of ${titleOf(document, new Map([[node.type, definition]]), id)} is not wired.`,
          allowed: feedersOf(spec.kind).join(', '),
          fix: `Drag a wire to it from ${feedersOf(spec.kind).map(article).join(' or ')} output.`,
        });
      continue;
    }
    const [wireId, wire] = entry;
    const source = done[wire.from.node];
    const type = source?.outputs[wire.from.port];
    if (type === undefined) {
      // What it carries is not known yet, as of a node whose inputs are open; its kind is.
      const given = portSpec(source?.definition.outputs, wire.from.port);
      const missing = source && missingMember(wire.from.port, source);
      if (given && !kindsJoin(given.kind, spec.kind))
        say({ node: id, port, wire: wireId, ...kindClash(given.title ?? wire.from.port, given.kind, spec) });
      else if (missing)
        say({
          node: wire.from.node,
          port: wire.from.port,
          wire: wireId,
          ...missing(
            titleOf(document, new Map([[source.definition.type, source.definition]]), wire.from.node),
          ),
        });
      continue;
    }
    wires[wireId] = type;
    const clash = refusal(type, spec, letters);
    if (clash) say({ node: id, port, wire: wireId, ...clash });
    else inputs[port] = type;
  }

  const parsed = parseParams(definition, node.params);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
    const param = unknown ?? (issue.path.map(String).join('.') || '(all)');
    const { reason, allowed } =
      unknown === undefined ? describeIssue(issue) : { reason: 'is not known here' };
    say({
      code: 'parameter',
      node: id,
      param,
      message: `${param} ${reason}.`,
      found: foundAt(node.params, unknown === undefined ? issue.path : [...issue.path, unknown]),
      ...(allowed !== undefined && { allowed }),
      fix: unknown === undefined ? allowedFix(definition, issue, allowed) : 'Remove it.',
    });
  }
  const params = parsed.success ? parsed.data : undefined;

  const inference = params && definition.infer ? definition.infer({ params, inputs }) : undefined;
  for (const local of inference?.problems ?? []) say({ node: id, ...local });
  const outputs: Record<string, PortType | undefined> = {};
  for (const [port, spec] of Object.entries(definition.outputs))
    if (isFamily(port))
      for (const [member, type] of membersOf(port, inference?.outputs ?? {})) outputs[member] = type;
    else outputs[port] = inference?.outputs?.[port] ?? declaredType(spec, letters, Object.values(inputs));
  return { definition, params, inputs, outputs };
}

/** Choices by what the form calls them: a file has their values, which `allowed` names. */
function allowedFix(
  definition: PipelineDefinition,
  issue: z.core.$ZodIssue,
  allowed: string | undefined,
): string {
  const titles = issue.path.length === 1 ? definition.choices?.(String(issue.path[0])) : undefined;
  const named = issue.code === 'invalid_value' && titles ? issue.values : [];
  const words = named.map((it) => titles?.[String(it)] ?? String(it));
  if (words.length > 1) return `Choose ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`;
  return allowed === undefined ? 'Set it to an allowed value.' : `Set it to ${allowed}.`;
}

type ParsedParams = ReturnType<PipelineDefinition['params']['safeParse']>;
const parsedBefore = new WeakMap<PipelineDefinition, WeakMap<DocumentNode['params'], ParsedParams>>();

/** An edit shares what it does not touch, so that parameters are parsed once and not on every check of a large document. */
function parseParams(definition: PipelineDefinition, params: DocumentNode['params']): ParsedParams {
  const known = parsedBefore.get(definition) ?? new WeakMap<DocumentNode['params'], ParsedParams>();
  parsedBefore.set(definition, known);
  const parsed = known.get(params) ?? definition.params.safeParse(params);
  known.set(params, parsed);
  return parsed;
}

/** The output type that the declaration alone gives; undefined while a letter is open or only `infer` can know. */
function declaredType(
  spec: PortSpec,
  letters: Letters,
  inputs: readonly (PortType | undefined)[],
): PortType | undefined {
  if (spec.kind === 'scalar') {
    const trains = trainedBy(inputs);
    return { kind: 'scalar', gradient: true, ...(trains.length > 0 && { trains }) };
  }
  if (
    spec.kind === 'optimizer' ||
    spec.kind === 'schedule' ||
    spec.kind === 'model' ||
    spec.kind === 'models'
  )
    return { kind: spec.kind };
  if (spec.kind !== 'activation') return undefined;
  const dims = resolveShape(spec.dims, letters);
  return isKnown(dims) ? { kind: 'activation', dims, gradient: spec.gradient === 'yes' } : undefined;
}

/** The models that a gradient reaches through what arrives at a node. */
function trainedBy(inputs: readonly (PortType | undefined)[]): readonly ModelType[] {
  const models = inputs.flatMap((it) => {
    if (it?.kind === 'scalar') return it.trains ?? [];
    return it?.kind === 'activation' && it.gradient && it.model ? [it.model] : [];
  });
  return [...new Set(models)];
}

/** What the person calls a node. */
export function titleOf(document: Document, definitions: Definitions, id: string): string {
  const node = document.nodes[id];
  const type = node?.type ?? '';
  const own = definitions.get(type)?.title ?? standsFor(document, type)?.title.trim();
  return node?.title ?? (own || node?.type) ?? id;
}
