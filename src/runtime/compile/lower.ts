import type { NodeDefinition } from '../../nodes/define.ts';
import type { CheckedGraph } from '../../pipeline/check.ts';
import { ProblemError, type Result } from '../../pipeline/problem.ts';
import type { Lowered, ModelHeader } from '../../plan/builder.ts';
import { createBuilder, type Draft } from './builder.ts';

/** Lets every needed node add its part, each after all that feed it. A refusal is put at the node that made it. */
export function lower(
  graph: CheckedGraph,
  definitions: ReadonlyMap<string, NodeDefinition>,
  models: Readonly<Record<string, ModelHeader>>,
): Result<Draft> {
  const building = createBuilder(models);
  const outputs = new Map<string, Readonly<Record<string, Lowered>>>();
  /** Of each node that hands data or a schedule on: the nodes that it came through, with itself. */
  const through = new Map<string, readonly string[]>();
  const wires = Object.values(graph.document.wires);
  for (const id of graph.order) {
    const definition = definitions.get(graph.document.nodes[id]?.type ?? '');
    const params = graph.nodes[id]?.params;
    if (!graph.needed.has(id) || definition === undefined || params === undefined) continue;
    const inputs = Object.fromEntries(
      wires
        .filter((it) => it.to.node === id)
        .map((it) => [it.to.port, outputs.get(it.from.node)?.[it.from.port]]),
    );
    try {
      building.at(id);
      const made = definition.lower({ params, inputs, plan: building.builder, node: id });
      outputs.set(id, made);
      const before = wires.filter((it) => it.to.node === id).flatMap((it) => through.get(it.from.node) ?? []);
      for (const output of Object.values(made)) {
        if (output.kind !== 'data' && output.kind !== 'schedule') continue;
        through.set(id, [...before, id]);
        building.handed(output.kind === 'data' ? output.source : output.schedule, [...before, id]);
      }
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: { node: id, ...error.problem } };
      throw error;
    }
  }
  return { ok: true, value: building.finish() };
}
