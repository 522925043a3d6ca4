import type { RunEvent } from '../plan/events.ts';
import { lossBalance } from '../plan/loss-balance.ts';

/** A point of a curve; `step` counts from its stage's beginning. */
export type Scalar = { readonly tag: string; readonly step: number; readonly value: number };

/**
 * What of an event trackers of experiments draw: the columns of each stage (`stage-1/loss`; of each task where there are several,
 * `stage-1/network-2/loss`), the balance of its
 * losses (`stage-1/gradient-share:term-1`), its measures after each epoch
 * (`stage-1/student-test-accuracy`) and the last answers (`result/student-test-accuracy`). What is not
 * finite is NaN.
 */
export function scalarsOf(event: RunEvent): Scalar[] {
  switch (event.kind) {
    case 'metrics': {
      const group = event.student === undefined ? event.stage : `${event.stage}/${event.student}`;
      return Object.entries(event.columns).flatMap(([name, values]) =>
        values.map((value, at) => ({
          tag: `${group}/${name}`,
          step: event.steps[at] ?? 0,
          value: value ?? Number.NaN,
        })),
      );
    }
    case 'balance':
      return lossBalance([event]).flatMap(({ at, weight, gradient, share }) =>
        Object.entries({ weight, 'weighted-gradient': gradient, 'gradient-share': share }).map(
          ([name, value]) => ({
            tag: `${event.stage}/${name}:${at}`,
            step: event.step,
            value: value ?? Number.NaN,
          }),
        ),
      );
    case 'epoch':
      return event.measured.flatMap((it, at, all) =>
        measures(event.stage, event.step, {
          ...it,
          // Two networks of one role are told apart by their ids.
          name: all.some((other, index) => index !== at && other.role === it.role) ? it.network : it.role,
        }),
      );
    case 'evaluation':
      return measures('result', 0, { ...event.measured, name: event.measured.role });
    default:
      return [];
  }
}

function measures(
  group: string,
  step: number,
  { name, part, accuracy, loss }: { name: string; part: string; accuracy: number; loss: number | null },
): Scalar[] {
  return [
    { tag: `${group}/${name}-${part}-accuracy`, step, value: accuracy },
    { tag: `${group}/${name}-${part}-loss`, step, value: loss ?? Number.NaN },
  ];
}
