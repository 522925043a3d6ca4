import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../../plan/plan.ts';
import { type AtomicFs, atomicWrite, syncFolder } from '../atomic-write.ts';
import {
  CHECKPOINTS,
  CheckpointManifest,
  checkpointFolder,
  checkpointIsGood,
  listCheckpoints,
  MANIFEST_FILE,
} from '../checkpoints.ts';
import { fileFault } from '../file-fault.ts';
import type { ResumePoint } from '../link.ts';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../safetensors.ts';
import { EngineProblem } from './engine-problem.ts';

export type CheckpointState = {
  readonly point: ResumePoint;
  /** The epoch that ends at this step was measured and told. */
  readonly evaluated: boolean;
  /** By `<network>/<layer>/<weight>`: every network that was or is being trained. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** By `<slot>/<network>/<layer>/<weight>`, of the stage's optimizer. */
  readonly slots: ReadonlyMap<string, Tensor>;
};

/** Everything else that a run needs follows from plan, seed and step. */
const Manifest = CheckpointManifest.extend({
  plan: Sha256,
  engine: z.string(),
  evaluated: z.boolean(),
  weights: z.string(),
  slots: z.string(),
});

export type CheckpointStore = {
  /**
   * Writes a checkpoint and reads it back, then lets go of all but this and the one before.
   *
   * @returns the folder, relative to the run's, and its bytes; null where this very state is saved already
   * @throws EngineProblem weights-not-finite, checkpoint-unreadable; ProblemError disk-full, no-permission, …
   */
  save(state: CheckpointState): Promise<{ readonly folder: string; readonly bytes: number } | null>;
  /** The wanted checkpoint, or the newest good one before it; `damaged` were passed over. */
  load(wanted: ResumePoint): Promise<{
    readonly state: CheckpointState | null;
    /** Written by the engine and device that load it. */
    readonly sameEngine: boolean;
    readonly damaged: readonly ResumePoint[];
  }>;
};

/**
 * @param run the run folder
 * @param plan its hash: a checkpoint of another plan is none
 * @param engine kind and device, so that a resume elsewhere can say that numbers will differ
 * @param stages ids in the plan's order
 * @param fs handed in by tests that let each operation fail in turn
 */
export function checkpointStore(
  run: string,
  plan: string,
  engine: string,
  stages: readonly string[],
  fs?: AtomicFs,
): CheckpointStore {
  let last: { point: ResumePoint; evaluated: boolean } | null = null;
  let before: ResumePoint | null = null;
  const remember = ({ point, evaluated }: CheckpointState): void => {
    if (last && !samePoint(last.point, point)) before = last.point;
    last = { point, evaluated };
  };
  return {
    async save(state) {
      if (last && samePoint(last.point, state.point) && last.evaluated === state.evaluated) return null;
      const written = await writeCheckpoint(run, { plan, engine }, state, fs);
      remember(state);
      await prune(run, stages, [state.point, ...(before ? [before] : [])]);
      return written;
    },
    async load(wanted) {
      const points = await listCheckpoints(run, stages);
      const damaged: ResumePoint[] = points.some((it) => samePoint(it, wanted)) ? [] : [wanted];
      const order = ({ stage, step }: ResumePoint) => [stages.indexOf(stage), step] as const;
      const [wantedStage, wantedStep] = order(wanted);
      for (const point of points) {
        const [stage, step] = order(point);
        if (stage > wantedStage || (stage === wantedStage && step > wantedStep)) continue;
        const found = await readCheckpoint(run, plan, point).catch(() => null);
        if (!found) {
          damaged.push(point);
          continue;
        }
        remember(found.state);
        return { state: found.state, sameEngine: found.engine === engine, damaged };
      }
      return { state: null, sameEngine: true, damaged };
    },
  };
}

const samePoint = (a: ResumePoint, b: ResumePoint): boolean => a.stage === b.stage && a.step === b.step;

async function writeCheckpoint(
  run: string,
  { plan, engine }: { plan: string; engine: string },
  { point, evaluated, weights, slots }: CheckpointState,
  fs: AtomicFs | undefined,
): Promise<{ folder: string; bytes: number }> {
  assertFinite(point, weights);
  assertFinite(point, slots);
  const folder = checkpointFolder(run, point);
  try {
    await mkdir(folder, { recursive: true });
    if (process.platform !== 'win32') await syncFolder(fs ?? { open }, join(run, CHECKPOINTS));
  } catch (error) {
    throw fileFault(error, folder, 'make');
  }
  const options = fs ? { fs } : {};
  const files: z.infer<typeof Manifest>['files'] = {};
  let bytes = 0;
  const write = async (stem: string, tensors: ReadonlyMap<string, Tensor>): Promise<string> => {
    const content = encodeSafetensors(tensors);
    // Named by content: a folder that is written a second time stays whole until its manifest is replaced.
    const name = `${stem}-${hashOf(content).slice(0, 16)}.safetensors`;
    files[name] = await atomicWrite(join(folder, name), content, options);
    bytes += content.byteLength;
    return name;
  };
  const manifest: z.infer<typeof Manifest> = {
    format: 1,
    ...point,
    plan,
    engine,
    evaluated,
    weights: await write('weights', weights),
    slots: await write('slots', slots),
    files,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  bytes += (await atomicWrite(join(folder, MANIFEST_FILE), text, options)).bytes;
  if (!(await checkpointIsGood(run, point)))
    throw new EngineProblem({
      code: 'checkpoint-unreadable',
      message: `The checkpoint of step ${point.step} does not read back as it was written. The one before is kept.`,
      at: point.stage,
      step: point.step,
      fix: 'Have the disk checked, and run in a folder on another one.',
    });
  await removeOthers(folder, [MANIFEST_FILE, ...Object.keys(files)]);
  return { folder: `${CHECKPOINTS}/${point.stage}-${point.step}`, bytes };
}

async function readCheckpoint(
  run: string,
  plan: string,
  point: ResumePoint,
): Promise<{ state: CheckpointState; engine: string }> {
  const folder = checkpointFolder(run, point);
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
  if (!samePoint(manifest, point) || manifest.plan !== plan) throw new Error('of another run');
  const read = async (name: string): Promise<ReadonlyMap<string, Tensor>> => {
    const bytes = await readFile(join(folder, name));
    if (hashOf(bytes) !== manifest.files[name]?.sha256) throw new Error(`${name} is damaged`);
    return decodeSafetensors(bytes).tensors;
  };
  const weights = await read(manifest.weights);
  const slots = await read(manifest.slots);
  return { state: { point, evaluated: manifest.evaluated, weights, slots }, engine: manifest.engine };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function assertFinite({ stage, step }: ResumePoint, tensors: ReadonlyMap<string, Tensor>): void {
  for (const [name, { values }] of tensors)
    if (!values.every((it) => Number.isFinite(it)))
      throw new EngineProblem({
        code: 'weights-not-finite',
        message: `After step ${step} ${name} holds a value that is not a finite number. It was not saved; the checkpoint before is kept.`,
        at: stage,
        step,
        fix: 'Lower the learning rate, or clip gradients in the trainer (at 1, for instance).',
      });
}

/** What cannot be removed stays: it costs space and nothing else. */
async function removeOthers(folder: string, kept: readonly string[]): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const gone = names.filter((it) => !kept.includes(it));
  await Promise.all(
    gone.map((it) => rm(join(folder, it), { recursive: true, force: true }).catch(() => undefined)),
  );
}

/** Whole and half-written checkpoints alike, but nothing by another name. */
async function prune(run: string, stages: readonly string[], kept: readonly ResumePoint[]): Promise<void> {
  const folder = join(run, CHECKPOINTS);
  const keptNames = kept.map((it) => `${it.stage}-${it.step}`);
  const ours = new RegExp(`^(?:${stages.join('|')})-\\d+$`);
  const foreign = (await readdir(folder).catch(() => [])).filter((it) => !ours.test(it));
  await removeOthers(folder, [...keptNames, ...foreign]);
}
