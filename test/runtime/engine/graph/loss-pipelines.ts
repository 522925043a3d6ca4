import { catalogue } from '../../../../src/nodes/catalogue.gen.ts';
import type { NodeDefinition } from '../../../../src/nodes/define.ts';
import type { Document, Wire } from '../../../../src/pipeline/document.ts';
import type { PortSpec } from '../../../../src/pipeline/ports.ts';

/** What feeds an input of a loss: a teacher's answers, the student's, or the labels of the data. */
function feeder(port: PortSpec): Wire['from'] {
  if (port.kind === 'labels') return { node: 'transform', port: 'data' };
  if (port.kind !== 'activation') throw new Error(`Nothing here feeds ${port.title ?? port.kind}.`);
  return { node: port.gradient === 'no' ? 'teacher' : 'student', port: 'logits' };
}

/** A pipeline with another loss in the place of its `distillation`, all of its inputs wired by what they take. */
export function withLoss(document: Document, loss: string): Document {
  const { type, version, inputs } = catalogue.find((it) => it.type === loss) as NodeDefinition;
  const old = document.nodes.distillation;
  if (!old) throw new Error('no node distillation');
  const others = Object.entries(document.wires).filter(([, it]) => it.to.node !== 'distillation');
  const own = Object.entries(inputs).map(([port, spec]): [string, Wire] => [
    `into-${port}`,
    { from: feeder(spec), to: { node: 'distillation', port } },
  ]);
  return {
    ...document,
    nodes: { ...document.nodes, distillation: { ...old, type, version, params: {} } },
    wires: Object.fromEntries([...others, ...own]),
  };
}

/** A pipeline for every loss of the catalogue that has none yet, with the loss's own defaults. */
export function lossPipelines(
  taught: Document,
  known: Readonly<Record<string, readonly Document[]>>,
): Record<string, readonly Document[]> {
  const others = catalogue.filter((it) => it.category === 'loss' && !Object.hasOwn(known, it.type));
  return Object.fromEntries(others.map((it) => [it.type, [withLoss(taught, it.type)]]));
}
