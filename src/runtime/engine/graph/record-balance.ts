import type { Stage } from '../../../plan/plan.ts';
import { computeBalance } from '../compute-balance.ts';
import { networkVariables } from './compiled-answers.ts';
import type { GraphEngine } from './graph-engine.ts';
import { recordInputs, type StepParts } from './record-inputs.ts';

/** The one result of a recorded measurement. */
export const BALANCE = 'balance';

/** Records what is measured of each loss of a stage on n examples; nothing is changed by it. */
export function recordBalance(
  engine: GraphEngine,
  entry: string,
  n: number,
  { parts, ...of }: StepParts & Pick<NonNullable<Stage['balance']>, 'parts'>,
) {
  const { stage, graph, optimizer, tapped, phase } = of;
  return recordInputs(engine, entry, n, of, networkVariables(tapped), ({ kernel, ...inputs }) => {
    const at = { ...stage, parts };
    const balance = computeBalance(at, graph, optimizer.learning(phase), {
      ...inputs,
      phase,
      kernel: () => kernel,
    });
    return { results: { [BALANCE]: balance }, assigns: new Map() };
  });
}
