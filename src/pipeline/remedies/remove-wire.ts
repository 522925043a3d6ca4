import { removeWires } from '../edits.ts';
import { type Complaint, firstThatWorks, type Remedy } from './remedy.ts';

/** Takes the wire away that joins nothing, or a second one at an input that takes one. */
export function removeWire({ document, problem: { wire, node }, works }: Complaint): readonly Remedy[] {
  if (wire === undefined || !document.wires[wire]) return [];
  const remedy: Remedy = {
    title: 'Remove the wire',
    nodes: node === undefined ? [] : [node],
    apply: () => removeWires(document, [wire]),
  };
  return firstThatWorks([remedy], works);
}
