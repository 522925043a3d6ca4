import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AtomicFs } from '../../../src/runtime/atomic-write.ts';
import { type CheckpointState, checkpointStore } from '../../../src/runtime/engine/checkpoint.ts';
import { faultyFs } from '../faulty-fs.ts';
import { temporaryFolders } from '../temporary-folder.ts';

const folderOf = temporaryFolders();
const PLAN = 'a'.repeat(64);
const STAGES = ['stage-1', 'stage-2'];
const storeIn = (folder: string, changes: { plan?: string; engine?: string; fs?: AtomicFs } = {}) =>
  checkpointStore(folder, changes.plan ?? PLAN, changes.engine ?? 'cpu', STAGES, changes.fs);

/** A state whose every value tells from which step it is. */
const state = (step: number, evaluated = true, stage = 'stage-1'): CheckpointState => ({
  point: { stage, step },
  evaluated,
  weights: new Map([['network-1/dense-1/kernel', { shape: [2, 2], values: Float32Array.of(step, 1, 2, 3) }]]),
  slots: new Map([
    ['mean/network-1/dense-1/kernel', { shape: [2, 2], values: Float32Array.of(0, 0, 0, step) }],
  ]),
});
const at = (step: number, stage = 'stage-1') => ({ stage, step });
const foldersOf = (run: string) => readdirSync(join(run, 'checkpoints')).sort();

describe('a checkpoint', () => {
  test('reads back as it was saved, by whoever opens the run later', async () => {
    const run = folderOf();
    await storeIn(run).save(state(7));
    expect(await storeIn(run).load(at(7))).toEqual({ state: state(7), sameEngine: true, damaged: [] });
  });

  test('keeps the one before it and no third', async () => {
    const run = folderOf();
    const store = storeIn(run);
    for (const step of [1, 2, 3]) await store.save(state(step));
    await store.save(state(1, true, 'stage-2'));
    expect(foldersOf(run)).toEqual(['stage-1-3', 'stage-2-1']);
  });

  test('is written once for one state, and again once its epoch was measured', async () => {
    const run = folderOf();
    const store = storeIn(run);
    expect(await store.save(state(1, false))).not.toBeNull();
    expect(await store.save(state(1, false))).toBeNull();
    expect(await store.save(state(1, true))).not.toBeNull();
    expect((await storeIn(run).load(at(1))).state?.evaluated).toBe(true);
  });

  test('of another plan is none', async () => {
    const run = folderOf();
    await storeIn(run).save(state(1));
    const { state: found, damaged } = await storeIn(run, { plan: 'b'.repeat(64) }).load(at(1));
    expect({ found, damaged }).toEqual({ found: null, damaged: [at(1)] });
  });

  test('of another engine is good, and that is said', async () => {
    const run = folderOf();
    await storeIn(run).save(state(1));
    expect(await storeIn(run, { engine: 'tensorflow CPU' }).load(at(1))).toMatchObject({ sameEngine: false });
  });

  test('leaves what is not its own in the folder', async () => {
    const run = folderOf();
    mkdirSync(join(run, 'checkpoints', 'mine'), { recursive: true });
    const store = storeIn(run);
    for (const step of [1, 2, 3]) await store.save(state(step));
    expect(foldersOf(run)).toEqual(['mine', 'stage-1-2', 'stage-1-3']);
  });

  test.each(['weights', 'slots'] as const)('never holds %s that are no finite numbers', async (part) => {
    const run = folderOf();
    const store = storeIn(run);
    await store.save(state(1));
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const spoiled = new Map([['network-1/x', { shape: [2], values: Float32Array.of(0, value) }]]);
      await expect(store.save({ ...state(2), [part]: spoiled })).rejects.toMatchObject({
        event: { code: 'weights-not-finite', step: 2 },
      });
    }
    expect(foldersOf(run)).toEqual(['stage-1-1']);
  });
});

describe('damage', () => {
  /** Two good checkpoints and a change to the newer one. */
  async function damaged(change: (folder: string, names: string[]) => void) {
    const run = folderOf();
    const store = storeIn(run);
    await store.save(state(1));
    await store.save(state(2));
    const folder = join(run, 'checkpoints', 'stage-1-2');
    change(folder, readdirSync(folder));
    return storeIn(run).load(at(2));
  }
  const rewrite = (path: string, change: (bytes: Buffer) => Uint8Array) =>
    writeFileSync(path, change(readFileSync(path)));

  test.each(['weights', 'slots', 'manifest'])(
    'at any byte of the %s is seen, and the one before is used',
    async (stem) => {
      const run = folderOf();
      const store = storeIn(run);
      await store.save(state(1));
      await store.save(state(2));
      const folder = join(run, 'checkpoints', 'stage-1-2');
      const path = join(folder, readdirSync(folder).find((it) => it.startsWith(stem)) ?? '');
      const good = readFileSync(path);
      const every = process.env.POTSTILL_FULL ? 1 : 7;
      for (let place = 0; place < good.length; place += every) {
        const bytes = Buffer.from(good);
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        writeFileSync(path, bytes);
        const { state: found } = await storeIn(run).load(at(2));
        // A flipped bit in the manifest may be one that changes no meaning, such as the engine's name.
        if (found?.point.step === 2) expect({ ...found, evaluated: true }).toEqual(state(2));
        else expect(found).toEqual(state(1));
        if (stem !== 'manifest') expect(found?.point.step).toBe(1);
      }
    },
  );

  test('a file cut short', async () => {
    const { state: found, damaged: passed } = await damaged((folder, names) => {
      for (const name of names) rewrite(join(folder, name), (it) => it.subarray(0, it.length - 1));
    });
    expect(found).toEqual(state(1));
    expect(passed).toEqual([at(2)]);
  });

  test('all of them: there is nothing to go on from', async () => {
    const run = folderOf();
    const store = storeIn(run);
    await store.save(state(1));
    await store.save(state(2));
    for (const name of foldersOf(run)) writeFileSync(join(run, 'checkpoints', name, 'manifest.json'), '{');
    expect(await storeIn(run).load(at(2))).toMatchObject({ state: null, damaged: [at(2), at(1)] });
  });
});

/** Operation after operation of a save fails until one save is through. */
async function failEach(
  code: string,
  onwards: boolean,
  round: (fs: AtomicFs) => Promise<unknown>,
): Promise<number> {
  for (let nth = 1; nth < 200; nth += 1) {
    const { fs, count } = faultyFs(nth, code, onwards);
    await round(fs);
    if (count() < nth) return nth;
  }
  throw new Error('A save does not take so many operations.');
}

describe('a disk that refuses', () => {
  test.each([
    ['from then on', 'ENOSPC', true],
    // Each flushes the disk some hundred times.
    ...(process.env.POTSTILL_FULL
      ? ([
          ['once', 'ENOSPC', false],
          ['from then on', 'EIO', true],
        ] as const)
      : []),
  ] as const)(
    'any operation %s with %s: the last good checkpoint can be loaded',
    async (_, code, onwards) => {
      const rounds = await failEach(code, onwards, async (fs) => {
        const run = folderOf();
        await storeIn(run).save(state(1));
        const refusal: unknown = await storeIn(run, { fs })
          .save(state(2))
          .then(
            () => null,
            (error: unknown) => error,
          );
        const { state: found } = await storeIn(run).load(at(2));
        if (refusal) {
          expect(refusal).toMatchObject({ problem: { code: expect.stringMatching(/^disk-/) } });
          expect([state(1), state(2)]).toContainEqual(found);
        } else expect(found).toEqual(state(2));
      });
      expect(rounds).toBeGreaterThan(20);
    },
  );

  test('what could not be saved is saved once there is room again', async () => {
    const run = folderOf();
    let full = true;
    const { fs: broken } = faultyFs(1, 'ENOSPC', true);
    const { fs: good } = faultyFs(0, '', false);
    const fs: AtomicFs = { ...good, open: (...given) => (full ? broken : good).open(...given) };
    const store = storeIn(run, { fs });
    await expect(store.save(state(1))).rejects.toMatchObject({ problem: { code: 'disk-full' } });
    full = false;
    expect(await store.save(state(1))).not.toBeNull();
    expect((await storeIn(run).load(at(1))).state).toEqual(state(1));
  });

  test('a second save of one state that fails leaves the first', async () => {
    await failEach('ENOSPC', true, async (fs) => {
      const run = folderOf();
      await storeIn(run).save(state(1, false));
      await storeIn(run, { fs })
        .save(state(1, true))
        .catch(() => undefined);
      const { state: found } = await storeIn(run).load(at(1));
      expect([state(1, false), state(1, true)]).toContainEqual(found);
    });
  });

  test('a file stands where the folder should', async () => {
    const run = folderOf();
    writeFileSync(join(run, 'checkpoints'), '');
    await expect(storeIn(run).save(state(1))).rejects.toMatchObject({
      problem: { message: expect.stringContaining('stage-1-1') },
    });
  });
});
