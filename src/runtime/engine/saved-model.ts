import { mkdir } from 'node:fs/promises';
import { pruneChannels } from '../../plan/prune-channels.ts';
import type { Written } from '../atomic-write.ts';
import { fileFault } from '../file-fault.ts';
import { writeModel } from '../model-file.ts';
import { type LiveNetwork, readWeights } from './networks.ts';
import type { RunContext } from './run-context.ts';

/** A network as it is saved: without the channels that its masks leave out. */
export const savedModel = (live: LiveNetwork) => {
  const { input, classes, layers } = live.network;
  return { input, classes, ...pruneChannels({ input, layers, weights: readWeights(live) }) };
};

/** Saves a network with the pipeline that it came from. @throws ProblemError no-permission, disk-full, … */
export const saveModel = (
  path: string,
  live: LiveNetwork,
  { pipeline }: Pick<RunContext, 'pipeline'>,
): Promise<Written> => writeModel(path, { ...savedModel(live), ...(pipeline !== undefined && { pipeline }) });

/** @throws ProblemError no-permission, disk-full, … */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileFault(error, folder, 'make');
  });
}
