import { performance } from 'node:perf_hooks';
import type { EngineEvent } from '../../plan/events.ts';
import type { StepResult } from './step.ts';

/** Steps wait so long before they are told together; milliseconds. */
const TELL_EVERY = 100;

/** Collects what steps measure and tells it in columns, ten times a second. */
export type Metrics = {
  /** @param step the first is 1 */
  add(step: number, result: StepResult): void;
  flush(): void;
};

export function createMetrics(stage: string, emit: (event: EngineEvent) => void): Metrics {
  let steps: number[] = [];
  let columns: Record<string, (number | null)[]> = {};
  let told = performance.now();
  const flush = (): void => {
    told = performance.now();
    if (steps.length === 0) return;
    const event: EngineEvent = { kind: 'metrics', stage, steps, columns };
    steps = [];
    columns = {};
    emit(event);
  };
  return {
    add(step, { loss, terms, accuracy, rate, gradientNorm }) {
      steps.push(step);
      const put = (name: string, value: number): void => {
        // Steps of another task have other terms.
        columns[name] ??= steps.slice(1).map(() => null);
        columns[name].push(value);
      };
      put('loss', loss);
      if (accuracy !== null) put('accuracy', accuracy);
      put('rate', rate);
      put('gradient-norm', gradientNorm);
      for (const [id, value] of Object.entries(terms)) put(`term:${id}`, value);
      for (const it of Object.values(columns)) if (it.length < steps.length) it.push(null);
      if (performance.now() - told >= TELL_EVERY) flush();
    },
    flush,
  };
}
