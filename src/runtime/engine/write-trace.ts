import { join } from 'node:path';
import { atomicWrite } from '../atomic-write.ts';
import { chromeTrace, type Span } from './chrome-trace.ts';

/**
 * Writes the trace of a stage into its run's folder.
 *
 * @returns the file's name, as the profile event tells it
 * @throws ProblemError (disk-full, no-permission, …)
 */
export async function writeTrace(folder: string, stage: string, spans: readonly Span[]): Promise<string> {
  const file = `trace-${stage}.json`;
  await atomicWrite(join(folder, file), chromeTrace(`Potstill ${stage}`, spans));
  return file;
}
