import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunEvent } from '../plan/events.ts';
import { Origin } from '../plan/plan.ts';
import type { MeasuredNetwork } from '../plan/run-facts.ts';
import { lastEvents } from './run-events.ts';
import { RUN_FILE } from './run-file.ts';

/** As much of a record as is compared; the plan, which is large, is not looked at. */
const Compared = z.object({ origin: Origin, document: z.json() });

/** What a run's folder tells of it beside its summary. */
export type FolderFacts = {
  readonly document: unknown;
  readonly measured: readonly MeasuredNetwork[];
  readonly milliseconds: number;
};

/** The facts of one run; undefined where its record cannot be read: a table of many does without. */
export async function readFacts(folder: string): Promise<FolderFacts | undefined> {
  let found: z.infer<typeof Compared>;
  try {
    found = Compared.parse(JSON.parse(await readFile(join(folder, RUN_FILE), 'utf8')));
  } catch {
    return undefined;
  }
  const events = await lastEvents(folder);
  return {
    document: found.document,
    measured: measuredIn(events, found.origin),
    milliseconds: events.at(-1)?.time ?? 0,
  };
}

/** The last answer of each Evaluation, in the order in which they came. */
function measuredIn(events: readonly RunEvent[], origin: z.infer<typeof Origin>): MeasuredNetwork[] {
  const last = new Map<string, MeasuredNetwork>();
  for (const event of events) {
    if (event.kind !== 'evaluation') continue;
    const { output, measured, agreement, parameters, bytes, microsecondsPerImage, attacked, pruned } = event;
    const { network, role, accuracy, loss } = measured;
    last.delete(output);
    last.set(output, {
      network,
      node: origin[network]?.[0] ?? null,
      role,
      accuracy,
      loss,
      agreement,
      attacked: attacked?.accuracy ?? null,
      // What is left of a network whose masks leave channels out is what one would use.
      parameters: pruned?.parameters ?? parameters,
      bytes,
      microsecondsPerImage,
    });
  }
  return [...last.values()];
}
