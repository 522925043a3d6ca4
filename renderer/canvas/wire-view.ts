import { type CheckedGraph, titleOf } from '../../src/pipeline/check.ts';
import { sameJson } from '../../src/pipeline/diff.ts';
import type { Document, End } from '../../src/pipeline/document.ts';
import { type PortKind, portSpec } from '../../src/pipeline/ports.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { checkedGraph } from '../stores/document.ts';
import { shapeOf } from './card-content.ts';

/** All that a wire shows, as data. */
export type WireView = {
  /** Undefined where the port that it leaves is not known. */
  readonly kind: PortKind | undefined;
  /** What flows through it, where that is more than its colour says. */
  readonly shape: string | undefined;
  /** It leads to or from a node that is not there for the plan, and nothing flows. */
  readonly idle: boolean;
  /** Why it carries nothing. */
  readonly problem: Problem | undefined;
  /** `Teacher, logits, to Tempered softmax, teacher logits`. */
  readonly spoken: string;
};

const views = new WeakMap<Document, ReadonlyMap<string, WireView>>();
/** As with cards: a wire that did not change keeps its view. */
let last: ReadonlyMap<string, WireView> = new Map();

/** The wires of a document, by id; made once for each document. */
export function wireViews(document: Document): ReadonlyMap<string, WireView> {
  const known = views.get(document);
  if (known) return known;
  const checked = checkedGraph(document);
  const broken = new Map<string, Problem>();
  const circle = new Map<string, Problem>();
  for (const it of checked.problems) {
    if (it.wire !== undefined && !broken.has(it.wire)) broken.set(it.wire, it);
    if (it.code === 'cycle' && it.node !== undefined) circle.set(it.node, it);
  }
  const fresh = new Map<string, WireView>();
  for (const [id, { from, to }] of Object.entries(document.wires)) {
    const type = checked.wires[id];
    const view: WireView = {
      kind: portSpec(definitionsIn(document).get(document.nodes[from.node]?.type ?? '')?.outputs, from.port)
        ?.kind,
      shape: type && shapeOf(type),
      idle: isIdle(checked, id),
      problem: broken.get(id) ?? (circle.has(from.node) ? circle.get(to.node) : undefined),
      spoken: `${spokenEnd(document, 'outputs', from)}, to ${spokenEnd(document, 'inputs', to)}`,
    };
    const before = last.get(id);
    fresh.set(id, before && sameJson(before, view) ? before : view);
  }
  views.set(document, fresh);
  last = fresh;
  return fresh;
}

/** Its ends are drawn, and the check never saw it; into a bypassed node it leads on, if it carries anything. */
function isIdle({ document, effective, wires }: CheckedGraph, id: string): boolean {
  const wire = document.wires[id];
  const ends = [wire?.from.node, wire?.to.node].map((it) => document.nodes[it ?? '']?.state);
  if (effective === document || Object.hasOwn(effective.wires, id)) return false;
  return ends.includes('muted') || (ends.includes('bypassed') && wires[id] === undefined);
}

/** A port as the person knows it: the node's name and its own. */
export function spokenEnd(document: Document, side: 'inputs' | 'outputs', { node, port }: End): string {
  const spec = portSpec(definitionsIn(document).get(document.nodes[node]?.type ?? '')?.[side], port);
  return `${titleOf(document, definitions, node)}, ${spec?.title ?? port}`;
}
