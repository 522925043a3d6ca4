import type { Balance } from '../../plan/loss-balance.ts';
import type { Stage } from '../../plan/plan.ts';
import { phaseAt } from '../../plan/training.ts';
import { batchTensors } from './batch-tensors.ts';
import { computeBalance, MEASURED } from './compute-balance.ts';
import type { Batch } from './data/batches.ts';
import type { StepRows } from './data/order.ts';
import { inTidy } from './in-tidy.ts';
import { kernelAt } from './kernel.ts';
import type { LossGraph } from './loss-graph.ts';
import type { Optimizer } from './optimizer.ts';

/**
 * Whether it is measured before this step what each loss brings: by the step's number alone, among those of its task where
 * there are several, and on full batches.
 *
 * @param task that the step is of
 */
export const isMeasured = (
  { balance, batch }: Pick<Stage, 'balance' | 'batch'>,
  step: number,
  { rows, place }: Pick<StepRows, 'rows' | 'place'>,
): boolean => balance !== null && (place?.step ?? step) % balance.every === 0 && rows.length === batch;

/** @param task that the step is of @param read what `computeBalance` gives @param step steps of the stage that are done */
export function balanceEvent(
  { id, balance }: Pick<Stage, 'id' | 'balance'>,
  step: number,
  read: Float32Array,
): Balance {
  const [value, weight, gradient] = MEASURED.map(
    (_, at) => (part: number) => read[part * MEASURED.length + at],
  );
  const parts = (balance?.parts ?? []).map((at, part) => ({
    at,
    value: finite(value?.(part)),
    weight: finite(weight?.(part)),
    gradient: finite(gradient?.(part)),
  }));
  return { kind: 'balance', stage: id, step: step + 1, parts };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Op by op. @param step steps of the stage that are done @param shape of one example */
export function measureBalance(
  { balance, ...stage }: Stage,
  graph: LossGraph,
  { learning }: Pick<Optimizer, 'learning'>,
  batch: Batch,
  shape: readonly number[],
  step: number,
): Float32Array {
  return inTidy(() => {
    const phase = phaseAt(stage, step);
    const inputs = {
      phase,
      ...batchTensors(batch, shape, graph),
      cached: new Map(),
      kernel: () => kernelAt(stage.seed, step, stage.steps),
    };
    const measured = { ...stage, parts: balance?.parts ?? [] };
    return computeBalance(measured, graph, learning(phase), inputs).dataSync<'float32'>();
  });
}
