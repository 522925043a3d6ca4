import type { Category } from '../../src/nodes/define.ts';
import { titleOf } from '../../src/pipeline/check.ts';
import { sameJson } from '../../src/pipeline/diff.ts';
import type { Document, NodeState } from '../../src/pipeline/document.ts';
import type { NetworkSize } from '../../src/pipeline/ports.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { checkedGraph } from '../stores/document.ts';
import {
  type CardPorts,
  cardPorts,
  networkSize,
  nodeWires,
  type ToldParam,
  tellingParams,
} from './card-content.ts';

/** All that a card shows of its node, as data. */
export type CardView = CardPorts & {
  readonly title: string;
  /** The definition's title where the person gave the node another; the type where it is not known. */
  readonly kind: string | undefined;
  readonly category: Category | undefined;
  readonly params: readonly ToldParam[];
  readonly size: NetworkSize | undefined;
  readonly problems: readonly Problem[];
  /** Where it is not there for the plan. */
  readonly state: NodeState | undefined;
};

const views = new WeakMap<Document, ReadonlyMap<string, CardView>>();
/** The views of the document before: what did not change keeps its identity, so that its card is not drawn anew. */
let last: ReadonlyMap<string, CardView> = new Map();

/** The cards of a document, by node; made once for each document. */
export function cardViews(document: Document): ReadonlyMap<string, CardView> {
  const known = views.get(document);
  if (known) return known;
  const checked = checkedGraph(document);
  const wires = nodeWires(document);
  const problems = problemsByNode(checked.problems);
  const fresh = new Map<string, CardView>();
  for (const [id, node] of Object.entries(document.nodes)) {
    const definition = definitionsIn(document).get(node.type);
    const title = titleOf(document, definitions, id);
    const view: CardView = {
      title,
      kind: definition ? (title === definition.title ? undefined : definition.title) : node.type,
      category: definition?.category,
      ...cardPorts(document, checked, id, wires),
      params: tellingParams(node, definition),
      size: networkSize(checked, id),
      problems: problems.get(id) ?? [],
      state: node.state,
    };
    const before = last.get(id);
    fresh.set(id, before && sameJson(before, view) ? before : view);
  }
  views.set(document, fresh);
  last = fresh;
  return fresh;
}

function problemsByNode(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const it of problems)
    if (it.node !== undefined) found.set(it.node, [...(found.get(it.node) ?? []), it]);
  return found;
}

/** Worst of a node's problems, for its outline. */
export function severityOf(problems: readonly Problem[]): Problem['severity'] | undefined {
  if (problems.length === 0) return undefined;
  return problems.some((it) => it.severity === 'error') ? 'error' : 'warning';
}
