import { addWire } from '../edits.ts';
import { memberOf, membersOf } from '../ports.ts';
import { nearestName } from './nearest-name.ts';
import type { Complaint, Remedy } from './remedy.ts';

/** Leads the wire from the layer that is there and named most like the one that is not. */
export function nearestLayer({ document, checked, problem, works }: Complaint): readonly Remedy[] {
  const { node, port, wire: id } = problem;
  const wire = id === undefined ? undefined : document.wires[id];
  const checkedNode = checked.nodes[node ?? ''];
  const named =
    port === undefined || !checkedNode ? undefined : memberOf(checkedNode.definition.outputs, port);
  if (!wire || id === undefined || !checkedNode || !named) return [];
  const prefix = named.family.slice(0, -1);
  const there = membersOf(named.family, checkedNode.outputs).map(([name]) => name.slice(prefix.length));
  const best = nearestName(named.member, there);
  if (best === undefined) return [];
  const remedy: Remedy = {
    title: `Wire ${best} instead`,
    nodes: [wire.from.node, wire.to.node],
    apply: () =>
      addWire(document, { from: { node: wire.from.node, port: `${prefix}${best}` }, to: wire.to }, id),
  };
  return works(remedy) ? [remedy] : [];
}
