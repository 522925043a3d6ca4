import { catalogue } from '../../nodes/catalogue.gen.ts';
import type { NodeDefinition } from '../../nodes/define.ts';
import { type CheckedGraph, check } from '../../pipeline/check.ts';
import type { Document } from '../../pipeline/document.ts';
import { upgradeNodes } from '../../pipeline/migrate.ts';
import { type Problem, problem } from '../../pipeline/problem.ts';
import type { ModelHeader } from '../../plan/builder.ts';
import { contentHash } from '../../plan/hash.ts';
import { type Compiled, Plan } from '../../plan/plan.ts';
import { assertInvariants } from './invariants.ts';
import { lower } from './lower.ts';
import { cacheTeacher } from './passes/cache-teacher.ts';
import { dropUnused } from './passes/drop-unused.ts';
import { measureBalance } from './passes/measure-balance.ts';
import type { Pass } from './passes/pass.ts';
import { placeData } from './passes/place-data.ts';
import { tellCapacity } from './passes/tell-capacity.ts';
import { tellDataFree } from './passes/tell-data-free.ts';
import { tellOrder } from './passes/tell-order.ts';

/*
 *   document ──upgrade──▶ ──check──▶ checked graph ──lower──▶ draft plan ──passes──▶ plan
 *                           │ problems at nodes        │ each needed node      │ notes for the person
 *                           ▼ refuse on any error      ▼ adds its part         ▼ invariants before and after
 */

/** In this order, each once. */
const PASSES: readonly Pass[] = [
  dropUnused,
  tellOrder,
  tellCapacity,
  tellDataFree,
  cacheTeacher,
  placeData,
  measureBalance,
];

export const definitions: ReadonlyMap<string, NodeDefinition> = new Map(catalogue.map((it) => [it.type, it]));

export type CompileOptions = {
  /** Headers of the saved models that the document names, by the SHA-256 of their file. */
  readonly models?: Readonly<Record<string, ModelHeader>>;
};

export type CompileResult =
  | { readonly ok: true; readonly value: Compiled; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Turns a document into the plan of its run, or says everything that stands in the way. Pure: equal input, equal bytes. */
export function compile(document: Document, { models = {} }: CompileOptions = {}): CompileResult {
  const upgraded = upgradeNodes(document, definitions);
  const graph = check(upgraded.document, definitions);
  // The check says again which nodes could not be brought up to date.
  const all = graph.problems;
  const errors = all.filter((it) => it.severity === 'error');
  if (graph.order.every((id) => !graph.nodes[id]?.definition.goal))
    errors.push(
      problem({
        code: 'nothing-to-run',
        message: 'Nothing here asks for a run.',
        fix: 'Add a Trainer and wire a loss and an optimizer into it.',
      }),
    );
  if (errors.length > 0) return { ok: false, problems: errors };

  const lowered = lower(graph, definitions, models);
  if (!lowered.ok) return { ok: false, problems: [atDrawn(lowered.problem, graph)] };
  const { origin, wishes } = drawnOrigin(lowered.value, graph);
  let { plan, notes } = lowered.value;
  notes = notes.map((it) => ({ ...it, nodes: drawnNodes(it.nodes, graph) }));
  assertInvariants(plan);
  for (const pass of PASSES) {
    const next = pass(plan, { origin, wishes });
    plan = next.plan;
    notes = [...notes, ...next.notes];
    assertInvariants(plan);
  }
  const parsed = Plan.parse(plan);
  const kept = new Set(idsOf(parsed));
  return {
    ok: true,
    warnings: all,
    value: {
      plan: parsed,
      hash: contentHash(parsed),
      notes: [...notes],
      origin: Object.fromEntries(Object.entries(origin).filter(([id]) => kept.has(id))),
    },
  };
}

/** Nodes as they are drawn: for those within a subgraph the one that stands for it. */
const drawnNodes = (nodes: readonly string[], { owners }: CheckedGraph): string[] => [
  ...new Set(nodes.map((it) => owners.get(it) ?? it)),
];

const atDrawn = (refused: Problem, { owners }: CheckedGraph): Problem => {
  const owner = owners.get(refused.node ?? '');
  if (owner === undefined) return refused;
  const { port: _, param: __, ...rest } = refused;
  return { ...rest, node: owner };
};

const drawnOrigin = <D extends { readonly origin: Compiled['origin'] }>(
  draft: D,
  graph: CheckedGraph,
): D => ({
  ...draft,
  origin: Object.fromEntries(
    Object.entries(draft.origin).map(([id, nodes]) => [id, drawnNodes(nodes, graph)]),
  ),
});

function idsOf(plan: Plan): string[] {
  const inStages = plan.stages.flatMap((stage) => [
    ...[...stage.taps, ...stage.terms, ...(stage.perturbed ?? [])],
    stage.optimizer,
  ]);
  return [...plan.data, ...plan.networks, ...plan.stages, ...plan.outputs, ...inStages].map((it) => it.id);
}
