import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { type Control, createControl } from '../../../src/runtime/engine/control.ts';
import { runPlan } from '../../../src/runtime/engine/run.ts';
import { LINK_PROTOCOL, type StartMessage } from '../../../src/runtime/link.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { writePatterns } from './patterns.ts';

const folderOf = temporaryFolders();

type Of<K extends EngineEvent['kind']> = Extract<EngineEvent, { kind: K }>;

/** What a run told, in order. */
export type Told = {
  readonly folder: string;
  readonly events: readonly EngineEvent[];
  of<K extends EngineEvent['kind']>(kind: K): Of<K>[];
  readonly ending: Of<'run-ended'>;
};

type Changes = Partial<StartMessage> & {
  readonly control?: Control;
  readonly reference?: boolean;
  /** Called at each event, after it was kept; what it throws meets the engine as a disk's refusal would. */
  readonly watch?: (event: EngineEvent) => void;
};

/** Runs a plan in this process, on the patterns unless another data folder is given. */
export async function runHere(
  plan: Plan,
  { control = createControl(), watch = () => undefined, reference = false, ...changes }: Changes = {},
): Promise<Told> {
  const folder = changes.folder ?? folderOf();
  const message: StartMessage = {
    kind: 'start',
    protocol: LINK_PROTOCOL,
    plan,
    folder,
    dataFolder: changes.dataFolder ?? writePatterns(folder),
    engineFolder: null,
    cacheFolder: null,
    profile: false,
    models: {},
    resume: null,
    ...changes,
  };
  const events: EngineEvent[] = [];
  const emit = (event: EngineEvent): void => {
    events.push(event);
    watch(event);
  };
  await runPlan(message, control, emit, { reference });
  const of = <K extends EngineEvent['kind']>(kind: K) => events.filter((it): it is Of<K> => it.kind === kind);
  return { folder, events, of, ending: of('run-ended').at(-1) as Of<'run-ended'> };
}
