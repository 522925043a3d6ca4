import type { RunEvent } from '../../src/plan/events.ts';
import { Column } from './column.ts';
import { Smoothed } from './smoothed.ts';

type Metrics = Pick<Extract<RunEvent, { kind: 'metrics' }>, 'steps' | 'columns'>;

/** All metric columns of one stage, as they arrived: one step column, and every other as long as it. */
export class StageCurves {
  readonly steps = new Column();
  readonly #columns = new Map<string, Column>();
  readonly #smoothed = new Map<string, Smoothed>();

  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  column(name: string): Column | undefined {
    return this.#columns.get(name);
  }

  /** The column smoothed by the factor; made once for each column and kept until another factor is asked for. */
  smoothed(name: string, factor: number): Column | undefined {
    const source = this.#columns.get(name);
    if (!source) return undefined;
    let smoothed = this.#smoothed.get(name);
    if (smoothed?.factor !== factor) {
      smoothed = new Smoothed(source, factor);
      this.#smoothed.set(name, smoothed);
    }
    return smoothed.column();
  }

  append({ steps, columns }: Metrics): void {
    const before = this.steps.length;
    this.steps.append(steps);
    for (const name in columns) {
      let column = this.#columns.get(name);
      if (!column) {
        column = new Column();
        this.#columns.set(name, column);
      }
      column.pad(before);
      column.append(columns[name] as (number | null)[]);
    }
    // A column that this message leaves out keeps pace, or later values would stand at the wrong steps.
    for (const column of this.#columns.values()) column.pad(this.steps.length);
  }

  /** Forgets what came after a step: a resumed run writes it again. */
  rewind(step: number): void {
    const length = this.steps.search(step + 1);
    this.steps.truncate(length);
    for (const column of this.#columns.values()) column.truncate(length);
  }
}
