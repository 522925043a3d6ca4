import type { Document } from '../../src/pipeline/document.ts';
import { removeWires } from '../../src/pipeline/edits.ts';
import { checkedGraph } from '../stores/document.ts';
import type { DrawnWire } from '../stores/view.ts';
import { fittingPorts } from './fitting-ports.ts';

type Fits = {
  /** Keys of ports, as `portKey` makes them. */
  readonly ports: ReadonlySet<string>;
  /** The nodes that these ports are of. */
  readonly nodes: ReadonlySet<string>;
};

const known = new WeakMap<DrawnWire, Fits>();

/** Where the wire under the pointer may end; computed once a gesture and asked for by every port and card. */
export function fitsDrawn(document: Document, drawn: DrawnWire): Fits {
  const before = known.get(drawn);
  if (before) return before;
  const without = withoutPulled(document, drawn);
  const ports = fittingPorts(without, checkedGraph(without), drawn);
  const fits = { ports, nodes: new Set([...ports].map((key) => key.split(' ')[1] ?? '')) };
  known.set(drawn, fits);
  return fits;
}

/** A wire that was pulled off is no longer there while it is looked for where else it may end. */
export const withoutPulled = (document: Document, { pulled }: DrawnWire): Document =>
  pulled === undefined ? document : removeWires(document, [pulled]);
