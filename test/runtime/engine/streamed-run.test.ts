import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Plan, Source } from '../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { createControl } from '../../../src/runtime/engine/control.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import type { Backend } from './backends.ts';
import { interruptedAt } from './interrupted-at.ts';
import { openFilesBelow } from './open-files.ts';
import { outcomeOf } from './outcome.ts';
import { writePatterns } from './patterns.ts';
import { distillation, lenetLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';
import { WAYS, type Way } from './ways.ts';

/* A run whose images stay in their files is, bit for bit, the run that holds them all. */

const folderOf = temporaryFolders();
const kept = (of: Plan, keep: Source['keep']): Plan => ({
  ...of,
  data: of.data.map((it) => ({ ...it, keep })),
});

/** Random shifts, a split, a short last batch, and an evaluation that is not of the test part. */
function shifted(kind: Backend['kind']): Plan {
  const data = source({
    counts: { train: 70, validation: 20, test: 64 },
    transform: [
      { kind: 'scale', by: 1 / 255, add: 0 },
      { kind: 'random-shift', pixels: 2 },
    ],
  });
  const own = stage(data, { student: 'network-1', epochs: 3, batch: 16, evaluate: 'validation' });
  const layers = lenetLayers(2, 3, 8);
  return plan(data, [network('network-1', layers)], [own], [], kind);
}

/** A teacher whose answers are kept: it goes through all images in order first. */
function cached(kind: Backend['kind']): Plan {
  const of = distillation(kind);
  const stages = of.stages.map((it) => {
    const taps = it.taps.filter((tap) => !it.train.includes(tap.network)).map((tap) => tap.id);
    return taps.length > 0 ? { ...it, cache: { taps, views: 1 } } : it;
  });
  return { ...of, stages };
}

const PLANS: Record<string, (kind: Backend['kind']) => Plan> = {
  'a distillation with every output': distillation,
  'random shifts and a split': shifted,
  'a teacher whose answers are kept': cached,
};

/** All that a run computed, whatever the plan is called that it came from. */
async function computed(of: Plan, { engineFolder, reference }: Way, stop = 0) {
  const { control, moments } = interruptedAt(stop);
  const first = await runHere(of, { engineFolder, reference, control });
  const { folder } = first;
  const events = [...first.events];
  let { ending } = first;
  if (ending.how === 'stopped') {
    const stages = of.stages.map((it) => it.id);
    const { point } = await newestCheckpoint(folder, stages);
    const second = await runHere(of, { folder, engineFolder, reference, resume: point });
    events.push(...second.events);
    ending = second.ending;
  }
  expect(ending.text).toBe('The run is done.');
  const { checkpoint, ...outcome } = await outcomeOf(folder, events);
  const { plan: _, ...written } = checkpoint as Record<string, unknown>;
  return { ...outcome, written, moments: moments() };
}

describe.each(WAYS)('streamed, %s', (_, way) => {
  test.each(Object.entries(PLANS))('%s', async (__, make) => {
    const of = make(way.kind);
    const { moments, ...held } = await computed(kept(of, 'device'), way);
    const streamed = kept(of, 'stream');
    expect(await computed(streamed, way)).toMatchObject(held);
    const every = process.env.POTSTILL_FULL ? 1 : 11;
    for (let stop = 1; stop < moments; stop += every)
      expect(await computed(streamed, way, stop), `stopped at moment ${stop}`).toMatchObject(held);
  });
});

/** Plain JavaScript is enough: where the bytes come from is the same for all engines. */
describe('the files of a streamed run', () => {
  const TRAIN = 'patterns/train-images-idx3-ubyte';
  const streamed = kept(shifted('cpu'), 'stream');

  /** A run that does something to its data folder at an event, once. */
  async function disturbed(at: (event: EngineEvent) => boolean, change: (folder: string) => void) {
    const folder = folderOf();
    const dataFolder = writePatterns(folder);
    const control = createControl();
    let done = false;
    const told = await runHere(streamed, {
      folder,
      dataFolder,
      control,
      watch(event) {
        if (event.kind === 'state' && event.state === 'paused') setImmediate(() => control.resume());
        if (done || !at(event)) return;
        done = true;
        change(dataFolder);
      },
    });
    expect(done).toBe(true);
    return { ...told, dataFolder };
  }
  const secondEpoch = (event: EngineEvent): boolean => event.kind === 'checkpoint' && event.step === 5;

  test.each<[how: string, change: (path: string) => void, found: string]>([
    ['cut', (path) => truncateSync(path, 100), '100 bytes'],
    ['longer', (path) => appendFileSync(path, 'x'), '7697 bytes'],
    ['written to', (path) => writeFileSync(path, 'x', { flag: 'r+' }), 'it was written to'],
  ])('a file that is %s while it trains ends the run, which names it', async (_, change, found) => {
    const { of, ending, folder } = await disturbed(secondEpoch, (data) => change(join(data, TRAIN)));
    const [problem] = of('problem');
    expect(problem).toMatchObject({ code: 'data-changed', at: 'source-1' });
    expect(problem?.message).toContain(TRAIN);
    expect(problem?.message).toContain(found);
    expect(ending).toMatchObject({ how: 'failed', text: problem?.message });
    // What was learned until then is there.
    expect(of('checkpoint').length).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(openFilesBelow(folder)).toEqual([]);
  });

  test('the run goes on from its checkpoint once the file is as it was', async () => {
    const whole = await runHere(streamed);
    const broken = await disturbed(secondEpoch, (data) => truncateSync(join(data, TRAIN), 100));
    const { folder } = broken;
    const resume = (await newestCheckpoint(folder, ['stage-1'])).point;
    const dataFolder = writePatterns(folder);
    const mended = await runHere(streamed, { folder, dataFolder, resume });
    expect(mended.ending.how).toBe('done');
    const { epochs, checkpoint } = await outcomeOf(folder, [...broken.events, ...mended.events]);
    expect({ epochs, checkpoint }).toEqual(
      await outcomeOf(whole.folder, whole.events).then((it) => ({
        epochs: it.epochs,
        checkpoint: it.checkpoint,
      })),
    );
  });

  test('a file that is taken away while the run is paused ends it', async () => {
    const folder = folderOf();
    const dataFolder = writePatterns(folder);
    const { control } = interruptedAt(9, 'pause');
    const open: string[][] = [];
    const { of } = await runHere(streamed, {
      folder,
      dataFolder,
      control,
      watch(event) {
        if (event.kind !== 'state' || event.state !== 'paused') return;
        if (process.platform === 'linux') open.push(openFilesBelow(folder));
        rmSync(join(dataFolder, TRAIN));
        setImmediate(() => control.resume());
      },
    });
    expect(of('problem')).toMatchObject([{ code: 'data-missing' }]);
    // A paused run holds no file.
    if (process.platform === 'linux') expect(open).toEqual([[]]);
  });

  test.runIf(process.platform === 'linux')('are closed however a run ends', async () => {
    const { control, moments } = interruptedAt(0);
    const whole = await runHere(streamed, { control });
    expect(whole.ending.how).toBe('done');
    expect(openFilesBelow(whole.folder)).toEqual([]);
    for (let stop = 1; stop < moments(); stop += 3) {
      const { folder, ending } = await runHere(streamed, { control: interruptedAt(stop).control });
      expect(ending.how).toBe('stopped');
      expect(openFilesBelow(folder), `moment ${stop}`).toEqual([]);
    }
  });
});
