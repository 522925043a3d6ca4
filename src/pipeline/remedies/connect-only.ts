import { titleOf } from '../check.ts';
import type { Wire } from '../document.ts';
import { addWire } from '../edits.ts';
import { downstreamOf } from '../order.ts';
import { kindsJoin, portSpec, portsThere } from '../ports.ts';
import type { Complaint, Remedy } from './remedy.ts';

/** As many as a person would have to choose from are not tried one by one. */
const MOST_TRIED = 24;

/** Wires the one output of the document that fits an open input; nothing where several would. */
export function connectOnly(complaint: Complaint): readonly Remedy[] {
  const { document, checked, definitions, problem, works } = complaint;
  const { node, port } = problem;
  const to = node === undefined || port === undefined ? undefined : { node, port };
  const spec = to && portSpec(definitions.get(document.nodes[to.node]?.type ?? '')?.inputs, to.port);
  if (!to || !spec || Object.values(document.wires).some((it) => it.to.node === node && it.to.port === port))
    return [];
  const behind = downstreamOf(document, to.node);
  const wires = Object.entries(document.nodes).flatMap(([from, { type }]): Wire[] => {
    const { outputs = {} } = behind.has(from)
      ? {}
      : (checked.nodes[from]?.definition ?? definitions.get(type) ?? {});
    return portsThere(outputs, checked.nodes[from]?.outputs)
      .filter((it) => kindsJoin(portSpec(outputs, it)?.kind ?? 'models', spec.kind))
      .map((it) => ({ from: { node: from, port: it }, to }));
  });
  if (wires.length > MOST_TRIED) return [];
  const found = wires
    .map(
      (wire): Remedy => ({
        title: `Connect ${titleOf(document, definitions, wire.from.node)}`,
        nodes: [to.node],
        apply: () => addWire(document, wire),
      }),
    )
    .filter(works);
  return found.length === 1 ? found : [];
}
