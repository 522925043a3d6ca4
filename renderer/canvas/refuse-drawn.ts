import { refuseWire } from '../../src/pipeline/connect.ts';
import type { Document, Wire } from '../../src/pipeline/document.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { definitions } from '../catalogue.ts';
import type { DrawnWire } from '../stores/view.ts';
import { fitsDrawn, withoutPulled } from './fits-drawn.ts';
import { portKey } from './fitting-ports.ts';

/** Whether the wire under the pointer may end at a port; quick, as it is asked for at each move. */
export function acceptsDrawn(document: Document, drawn: DrawnWire, { from, to }: Wire): boolean {
  const key = drawn.side === 'output' ? portKey('input', to) : portKey('output', from);
  return fitsDrawn(document, drawn).ports.has(key);
}

/** Why it may not, in the words of the check itself. */
export const refuseDrawn = (document: Document, drawn: DrawnWire, wire: Wire): Problem | undefined =>
  refuseWire(withoutPulled(document, drawn), definitions, wire);
