import type { Balance } from '../../../src/plan/loss-balance.ts';
import type { Stage } from '../../../src/plan/plan.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';

export type ShownBalance = { readonly stage: Stage; readonly events: readonly Balance[] };

/** The stage that was asked for, else the one that is training, else the last that was measured. */
export function shownBalance(
  { run, plan, balances }: Pick<RunData, 'run' | 'plan' | 'balances'>,
  { stage: running }: Pick<RunView, 'stage'>,
  asked: { readonly run: string; readonly stage: string } | null,
): ShownBalance | null {
  const measured = plan.stages.flatMap((stage) => {
    const events = balances.get(stage.id) ?? [];
    return events.length > 0 ? [{ stage, events }] : [];
  });
  const of = (id: string | null | undefined) => measured.find((it) => it.stage.id === id);
  return of(asked?.run === run ? asked.stage : null) ?? of(running) ?? measured.at(-1) ?? null;
}
