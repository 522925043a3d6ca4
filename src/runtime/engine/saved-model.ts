import { mkdir } from 'node:fs/promises';
import { pruneChannels } from '../../plan/prune-channels.ts';
import { fileFault } from '../file-fault.ts';
import { type LiveNetwork, readWeights } from './networks.ts';

/** A network as it is saved: without the channels that its masks leave out. */
export const savedModel = (live: LiveNetwork) => {
  const { input, classes, layers } = live.network;
  return { input, classes, ...pruneChannels({ input, layers, weights: readWeights(live) }) };
};

/** @throws ProblemError no-permission, disk-full, … */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileFault(error, folder, 'make');
  });
}
