import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';
import type { Network } from '../plan/plan.ts';
import { atomicWrite } from './atomic-write.ts';
import { CheckpointManifest, checkpointFolder, MANIFEST_FILE, newestCheckpoint } from './checkpoints.ts';
import { fileFault } from './file-fault.ts';
import { encodeModel } from './model-file.ts';
import { decodeSafetensors } from './safetensors.ts';

/**
 * Writes a network as the last checkpoint of a finished run has it, to the last bit, as a model file that another run may
 * begin with. What a run saves by itself may be less: channels that are masked are left out there.
 *
 * @param from folder of the run that trained the network
 * @param stages ids of that run's stages, in order
 * @param into folder for the file, `<sha256>.safetensors`
 * @returns its SHA-256
 * @throws ProblemError checkpoint-missing, or a file fault
 */
export async function handOver(
  from: string,
  stages: readonly string[],
  { id, input, classes, layers }: Network,
  into: string,
): Promise<string> {
  const { point } = await newestCheckpoint(from, stages);
  if (!point)
    throw new ProblemError({
      code: 'checkpoint-missing',
      message: `What ${basename(from)} trained is gone: it has no whole checkpoint.`,
      fix: 'Run the pipeline anew.',
    });
  const folder = checkpointFolder(from, point);
  const manifest = CheckpointManifest.parse(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
  const { tensors } = decodeSafetensors(await readFile(join(folder, String(manifest.weights))));
  const prefix = `${id}/`;
  const weights = new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, it]) => [name.slice(prefix.length), it.values as Float32Array<ArrayBuffer>]),
  );
  const bytes = encodeModel(id, { input, classes, layers, weights });
  await mkdir(into, { recursive: true }).catch((error: unknown) => {
    throw fileFault(error, into, 'make');
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await atomicWrite(join(into, `${sha256}.safetensors`), bytes);
  return sha256;
}
