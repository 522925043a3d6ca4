import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../../../scripts/setup/places.mjs';
import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { type Control, createControl } from '../../../src/runtime/engine/control.ts';
import { runPlan } from '../../../src/runtime/engine/run.ts';
import type { StartMessage } from '../../../src/runtime/link.ts';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'potstill-engine-'));

export const startMessage = (
  plan: Plan,
  folder: string,
  changes: Partial<StartMessage> = {},
): StartMessage => ({
  kind: 'start',
  protocol: 1,
  plan,
  folder,
  dataFolder: dataFolder(),
  engineFolder: null,
  models: {},
  resume: null,
  ...changes,
});

export type Told = {
  readonly folder: string;
  readonly events: EngineEvent[];
  of<K extends EngineEvent['kind']>(kind: K): Extract<EngineEvent, { kind: K }>[];
  /** Every step's loss of a stage, by step. */
  losses(stage?: string): Map<number, number>;
  readonly ending: Extract<EngineEvent, { kind: 'run-ended' }>;
};

export function told(folder: string, events: EngineEvent[]): Told {
  const of = <K extends EngineEvent['kind']>(kind: K) =>
    events.filter((it): it is Extract<EngineEvent, { kind: K }> => it.kind === kind);
  return {
    folder,
    events,
    of,
    losses: (stage) =>
      new Map(
        of('metrics')
          .filter((it) => stage === undefined || it.stage === stage)
          .flatMap((it) => it.steps.map((step, at) => [step, it.columns.loss?.[at] as number] as const)),
      ),
    ending: of('run-ended').at(-1) as Told['ending'],
  };
}

/** A run in this process; `watch` may pause, stop or break things at any event. */
export async function runHere(
  plan: Plan,
  changes: Partial<StartMessage> = {},
  watch: (event: EngineEvent, control: Control) => void = () => undefined,
): Promise<Told> {
  const folder = changes.folder ?? (await newFolder());
  const control = createControl();
  const events: EngineEvent[] = [];
  await runPlan(startMessage(plan, folder, changes), control, (event) => {
    events.push(event);
    watch(event, control);
  });
  return told(folder, events);
}
