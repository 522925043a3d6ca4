import type { Balance } from '../../../src/plan/loss-balance.ts';

/** So many points of a line are enough for its width in pixels. */
const POINTS = 120;

/** A line in a box of one by one, from its top left corner. */
export type Trend = {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly first: number;
  readonly last: number;
};

/**
 * How the gradient of each loss went from the first measurement to the last, all on one logarithmic scale, so that lines can be compared. A point where it was
 * not finite or zero is left out; each point stands for as many measurements, by the largest of them.
 */
export function trends(events: readonly Balance[]): ReadonlyMap<string, Trend> {
  const lines = new Map<string, (readonly [step: number, gradient: number])[]>();
  const [begin, end] = [events[0]?.step ?? 0, events.at(-1)?.step ?? 0];
  const each = Math.max(1, Math.ceil(events.length / POINTS));
  for (const { at } of events.at(-1)?.parts ?? []) {
    const line: [number, number][] = [];
    for (let from = 0; from < events.length; from += each) {
      const group = events.slice(from, from + each);
      const values = group.map((it) => it.parts.find((part) => part.at === at)?.gradient ?? 0);
      const value = Math.max(...values);
      if (value > 0) line.push([group.at(-1)?.step ?? 0, value]);
    }
    lines.set(at, line);
  }
  const all = [...lines.values()].flat().map(([, value]) => Math.log(value));
  const low = Math.min(...all);
  // A line that stands still lies in the middle of a decade.
  const range = Math.max(Math.max(...all) - low, Math.LN10);
  const spare = (range - (Math.max(...all) - low)) / 2;
  return new Map(
    [...lines].map(([at, line]) => [
      at,
      {
        points: line.map(([step, value]) => [
          (step - begin) / Math.max(1, end - begin),
          1 - (Math.log(value) - low + spare) / range,
        ]),
        first: line[0]?.[1] ?? 0,
        last: line.at(-1)?.[1] ?? 0,
      },
    ]),
  );
}
