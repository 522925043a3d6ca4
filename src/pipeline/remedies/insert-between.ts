import type { Mender, PipelineDefinition } from '../definition.ts';
import type { Wire } from '../document.ts';
import { addNode, addWire, newId, stemOf } from '../edits.ts';
import type { PortSpec } from '../ports.ts';
import { type Complaint, firstThatWorks, type Remedy } from './remedy.ts';

/**
 * Leads a wire of the node through a new one that says of itself that it mends this, e.g. a projector between a layer of the
 * student and a loss that wants the teacher's shape. Each wire that arrives is tried with each other one as the model.
 */
export function insertBetween(complaint: Complaint): readonly Remedy[] {
  return firstThatWorks(insertions(complaint), complaint.works);
}

function* insertions({ document, definitions, problem }: Complaint): Generator<Remedy> {
  const specs = definitions.get(document.nodes[problem.node ?? '']?.type ?? '')?.inputs ?? {};
  const arriving = Object.entries(document.wires).filter(
    ([, { to }]) => to.node === problem.node && takesLayers(specs[to.port]),
  );
  for (const definition of definitions.values()) {
    const mender = definition.mends;
    if (mender?.code !== problem.code) continue;
    for (const own of arriving)
      for (const [, model] of arriving)
        if (model !== own[1]) yield insertion(document, definition, mender, own, model);
  }
}

/** A layer may have any shape; what takes rows alone compares logits, and those are not to be mapped. */
const takesLayers = (spec: PortSpec | undefined): boolean =>
  spec?.kind === 'activation' && (spec.dims.length > 2 || String(spec.dims.at(-1)).startsWith('...'));

function insertion(
  document: Complaint['document'],
  definition: PipelineDefinition,
  { through, like, into }: Mender,
  [id, wire]: readonly [string, Wire],
  model: Wire,
): Remedy {
  const node = newId(document.nodes, stemOf(definition.type));
  const { type, version, title } = definition;
  return {
    title: `Insert a ${title.toLowerCase()}`,
    nodes: [node],
    apply: (place) => {
      const position = place(document, definition, [wire.from.node, wire.to.node]);
      let next = addNode(document, node, { type, version, position, params: {} });
      next = addWire(next, { from: wire.from, to: { node, port: through } });
      next = addWire(next, { from: model.from, to: { node, port: like } });
      return addWire(next, { from: { node, port: into }, to: wire.to }, id);
    },
  };
}
