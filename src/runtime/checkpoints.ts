import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../plan/plan.ts';
import type { ResumePoint } from './link.ts';

/** `checkpoints/<stage>-<step>/` in a run folder; the manifest is written last, so that a folder without it is none. */
export const CHECKPOINTS = 'checkpoints';
export const MANIFEST_FILE = 'manifest.json';

/** What every checkpoint says of itself; the engine adds what it needs to go on. */
export const CheckpointManifest = z.looseObject({
  format: z.literal(1),
  stage: z.string(),
  step: z.int().nonnegative(),
  /** Every other file of the folder by name. */
  files: z.record(
    z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/),
    z.object({ bytes: z.int().nonnegative(), sha256: Sha256 }),
  ),
});
export type CheckpointManifest = z.infer<typeof CheckpointManifest>;

export const checkpointFolder = (run: string, { stage, step }: ResumePoint): string =>
  join(run, CHECKPOINTS, `${stage}-${step}`);

/**
 * The checkpoints of a run that say that they are whole, newest first: by the order of the stages in the plan, then
 * by step. Times of files are not asked, as clocks jump.
 */
export async function listCheckpoints(run: string, stages: readonly string[]): Promise<ResumePoint[]> {
  const names = await readdir(join(run, CHECKPOINTS)).catch(() => []);
  const points: ResumePoint[] = [];
  for (const name of names) {
    const [, stage = '', step = ''] = /^(.+)-(\d+)$/.exec(name) ?? [];
    if (!stages.includes(stage)) continue;
    if (await isFile(join(run, CHECKPOINTS, name, MANIFEST_FILE))) points.push({ stage, step: Number(step) });
  }
  return points.sort((a, b) => stages.indexOf(b.stage) - stages.indexOf(a.stage) || b.step - a.step);
}

/** The newest checkpoint all of whose files are as its manifest says; damaged ones are passed over. */
export async function newestCheckpoint(
  run: string,
  stages: readonly string[],
): Promise<{ readonly point: ResumePoint | null; readonly damaged: readonly ResumePoint[] }> {
  const damaged: ResumePoint[] = [];
  for (const point of await listCheckpoints(run, stages)) {
    if (await checkpointIsGood(run, point)) return { point, damaged };
    damaged.push(point);
  }
  return { point: null, damaged };
}

/** Whether every file of a checkpoint has the size and the content that its manifest says. */
export async function checkpointIsGood(run: string, point: ResumePoint): Promise<boolean> {
  const folder = checkpointFolder(run, point);
  try {
    const text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
    const manifest = CheckpointManifest.parse(JSON.parse(text));
    if (manifest.stage !== point.stage || manifest.step !== point.step) return false;
    for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
      const path = join(folder, name);
      if ((await stat(path)).size !== bytes || (await hashFile(path)) !== sha256) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function hashFile(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) digest.update(part);
  return digest.digest('hex');
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (it) => it.isFile(),
    () => false,
  );
