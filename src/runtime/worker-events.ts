import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineEvent, RunEvent } from '../plan/events.ts';
import type { Plan } from '../plan/plan.ts';

/** Folder of the parts of a run that was shared among workers, each a run folder of its own. */
export const WORKERS = 'workers';
/** Whether a run was shared among workers, so that it can only go on so. */
export const isShared = (folder: string): boolean => existsSync(join(folder, WORKERS));

export const unitFolder = (run: string, unit: string): string => join(run, WORKERS, unit);

/**
 * What an event of one unit is in the log of the whole run; null where the whole run has a word of its own for it. Files
 * that the event names are brought to where the whole run has them.
 */
export function eventOfWhole(
  { seq: _, time: __, ...event }: RunEvent,
  plan: Plan,
  run: string,
  unit: string,
): EngineEvent | null {
  const bring = (file: string): void => {
    mkdirSync(dirname(join(run, file)), { recursive: true });
    copyFileSync(join(unitFolder(run, unit), file), join(run, file));
  };
  switch (event.kind) {
    case 'run-started':
    case 'run-ended':
    case 'state':
    case 'problem':
      return null;
    case 'stage-started': {
      const index = plan.stages.findIndex((it) => it.id === event.stage);
      return { ...event, index, of: plan.stages.length };
    }
    case 'checkpoint':
      return { ...event, folder: `${WORKERS}/${unit}/${event.folder}` };
    case 'saved-model':
      bring(event.file);
      return event;
    case 'router':
      for (const file of [event.file, ...event.tasks.map((it) => it.model)]) bring(file);
      return event;
    case 'profile':
      bring(event.file);
      return event;
    default:
      return event as EngineEvent;
  }
}
