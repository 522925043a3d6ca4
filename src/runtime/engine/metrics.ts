import { performance } from 'node:perf_hooks';
import type { EngineEvent } from '../../plan/events.ts';
import type { StepResult } from './step.ts';

/** Steps wait so long before they are told together; milliseconds. */
const TELL_EVERY = 100;

/** Collects what steps measure and tells it in columns, ten times a second; those of each task by themselves. */
export type Metrics = {
  /** @param step the first is 1 @param student where the stage has several tasks: whose step it was */
  add(step: number, result: StepResult, student?: string): void;
  flush(): void;
};

type Told = Extract<EngineEvent, { kind: 'metrics' }>;

export function createMetrics(stage: string, emit: (event: EngineEvent) => void): Metrics {
  /** By student; in the order of their last steps. */
  const waiting = new Map<string | undefined, Told>();
  let told = performance.now();
  const flush = (): void => {
    told = performance.now();
    const events = [...waiting.values()];
    waiting.clear();
    for (const it of events) emit(it);
  };
  return {
    add(step, { loss, terms, accuracy, rate, gradientNorm }, student) {
      const event: Told = waiting.get(student) ?? {
        kind: 'metrics',
        stage,
        ...(student !== undefined && { student }),
        steps: [],
        columns: {},
      };
      waiting.delete(student);
      waiting.set(student, event);
      event.steps.push(step);
      const put = (name: string, value: number): void => {
        event.columns[name] ??= [];
        event.columns[name].push(value);
      };
      put('loss', loss);
      if (accuracy !== null) put('accuracy', accuracy);
      put('rate', rate);
      put('gradient-norm', gradientNorm);
      for (const [id, value] of Object.entries(terms)) put(`term:${id}`, value);
      if (performance.now() - told >= TELL_EVERY) flush();
    },
    flush,
  };
}
