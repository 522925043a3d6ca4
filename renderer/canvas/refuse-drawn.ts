import { refuseWire } from '../../src/pipeline/connect.ts';
import type { Document, Wire } from '../../src/pipeline/document.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import { definitions } from '../catalogue.ts';

const known = new WeakMap<Document, Map<string, Problem | null>>();

/** Why a wire may not be drawn, asked again at each move of the pointer and computed once for each port. */
export function refuseDrawn(document: Document, wire: Wire): Problem | undefined {
  const answers = known.get(document) ?? new Map<string, Problem | null>();
  known.set(document, answers);
  const { from, to } = wire;
  const key = `${from.node} ${from.port} ${to.node} ${to.port}`;
  const before = answers.get(key);
  if (before !== undefined) return before ?? undefined;
  const problem = refuseWire(document, definitions, wire);
  answers.set(key, problem ?? null);
  return problem;
}
