import type { NodeDefinition } from '../../nodes/define.ts';
import type { CheckedGraph } from '../../pipeline/check.ts';
import type { End } from '../../pipeline/document.ts';
import { memberOf, type PortSpec } from '../../pipeline/ports.ts';
import { ProblemError, type Result } from '../../pipeline/problem.ts';
import { refusal } from '../../pipeline/refusal.ts';
import type { Lowered, ModelHeader } from '../../plan/builder.ts';
import { createBuilder, type Draft } from './builder.ts';

/**
 * What an input takes of what arrives at it. The check knows of students that it can trace; a projector's or an added layer's
 * it cannot, so that it is asked once more.
 *
 * @throws ProblemError several-students
 */
function taken(arrived: Lowered | undefined, port: string, spec: PortSpec): Lowered | undefined {
  if (arrived?.kind !== 'model' || !arrived.others) return arrived;
  const why = refusal({ kind: 'model', several: arrived.others.length + 1 }, spec, new Map());
  if (why) throw new ProblemError({ ...why, port });
  return arrived;
}

/** Lets every needed node add its part, each after all that feed it. A refusal is put at the node that made it. */
export function lower(
  graph: CheckedGraph,
  definitions: ReadonlyMap<string, NodeDefinition>,
  models: Readonly<Record<string, ModelHeader>>,
): Result<Draft> {
  const building = createBuilder(models);
  const outputs = new Map<string, ReturnType<NodeDefinition['lower']>>();
  /** Of each node that hands data or a schedule on: the nodes that it came through, with itself. */
  const through = new Map<string, readonly string[]>();
  const wires = Object.values(graph.effective.wires);
  for (const id of graph.order) {
    const definition = definitions.get(graph.effective.nodes[id]?.type ?? '');
    const params = graph.nodes[id]?.params;
    if (!graph.needed.has(id) || definition === undefined || params === undefined) continue;
    let at = id;
    /** A member of a family is made for the wire that leads from it, and comes from the node that has the family. */
    const arriving = ({ node, port }: End): Lowered | undefined => {
      const made = outputs.get(node) ?? {};
      const named = memberOf(definitions.get(graph.effective.nodes[node]?.type ?? '')?.outputs ?? {}, port);
      const output = made[named?.family ?? port];
      if (output === undefined && outputs.has(node)) {
        at = node;
        throw new ProblemError({
          code: 'output-empty',
          port,
          message: 'This output is wired and gives nothing, since the input that it belongs to is open.',
          fix: 'Wire that input, or remove the wire from this output.',
        });
      }
      if (output?.kind !== 'family') return output;
      at = node;
      building.at(node);
      if (graph.nodes[node]?.outputs[port] === undefined)
        throw new ProblemError({
          code: 'layers-unknown',
          port,
          message: 'A layer of this model is wired, and its layers are not known.',
          fix: 'Choose its file again, so that Potstill reads what layers it has.',
        });
      return output.member(named?.member ?? '');
    };
    try {
      const into = new Map(wires.filter((it) => it.to.node === id).map((it) => [it.to.port, it.from]));
      // In the definition's order: the plan must not depend on how wires are called.
      const inputs = Object.fromEntries(
        Object.entries(definition.inputs).flatMap(([port, spec]) => {
          const from = into.get(port);
          return from === undefined ? [] : [[port, taken(arriving(from), port, spec)]];
        }),
      );
      at = id;
      building.at(id);
      const made = definition.lower({ params, inputs, plan: building.builder, node: id });
      outputs.set(id, made);
      const before = wires.filter((it) => it.to.node === id).flatMap((it) => through.get(it.from.node) ?? []);
      for (const output of Object.values(made)) {
        if (output === undefined) continue;
        if (output.kind !== 'data' && output.kind !== 'schedule') continue;
        through.set(id, [...before, id]);
        building.handed(output.kind === 'data' ? output.source : output.schedule, [...before, id]);
      }
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: { node: at, ...error.problem } };
      throw error;
    }
  }
  return { ok: true, value: building.finish() };
}
