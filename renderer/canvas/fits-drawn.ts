import type { Document } from '../../src/pipeline/document.ts';
import { checkedGraph } from '../stores/document.ts';
import type { DrawnWire } from '../stores/view.ts';
import { fittingPorts } from './fitting-ports.ts';

const known = new WeakMap<DrawnWire, ReadonlySet<string>>();

/** The ports that fit to the wire under the pointer; computed once a gesture and asked for by every port. */
export function fitsDrawn(document: Document, drawn: DrawnWire): ReadonlySet<string> {
  const before = known.get(drawn);
  if (before) return before;
  const fitting = fittingPorts(document, checkedGraph(document), drawn);
  known.set(drawn, fitting);
  return fitting;
}
