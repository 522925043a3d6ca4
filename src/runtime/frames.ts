import type { RunEvent } from '../plan/events.ts';

type Metrics = Extract<RunEvent, { kind: 'metrics' }>;

/**
 * Gathers events and hands them on at most so often, so that a window is not called for every step. Metrics that
 * follow each other become one event with the number and time of the last; nothing is left out.
 */
export class Frames {
  readonly #deliver: (events: readonly RunEvent[]) => void;
  readonly #every: number;
  #waiting: RunEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param every milliseconds between two frames */
  constructor(deliver: (events: readonly RunEvent[]) => void, every: number) {
    this.#deliver = deliver;
    this.#every = every;
  }

  push(event: RunEvent): void {
    const last = this.#waiting.at(-1);
    if (event.kind === 'metrics' && last?.kind === 'metrics' && joins(last, event))
      this.#waiting[this.#waiting.length - 1] = join(last, event);
    else this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.flush(), this.#every);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#deliver(events);
  }
}

const joins = (a: Metrics, b: Metrics): boolean =>
  a.stage === b.stage &&
  a.student === b.student &&
  Object.keys(a.columns).join() === Object.keys(b.columns).join();

function join(a: Metrics, b: Metrics): Metrics {
  const columns: Metrics['columns'] = {};
  for (const [name, values] of Object.entries(a.columns))
    columns[name] = [...values, ...(b.columns[name] ?? [])];
  return { ...b, steps: [...a.steps, ...b.steps], columns };
}
