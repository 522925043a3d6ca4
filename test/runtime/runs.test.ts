import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/plan/events.ts';
import type { Compiled, Network } from '../../src/plan/plan.ts';
import { renameRun } from '../../src/runtime/change-run.ts';
import { newestCheckpoint } from '../../src/runtime/checkpoints.ts';
import { findModels } from '../../src/runtime/find-models.ts';
import { readModelHeader, writeModel } from '../../src/runtime/model-file.ts';
import { openRunWriter } from '../../src/runtime/run-writer.ts';
import {
  createRun,
  listRuns,
  modelsOf,
  RunId,
  readRun,
  removeRun,
  summaryOf,
} from '../../src/runtime/runs.ts';
import { cpuTimeOf } from '../cpu-time.ts';
import { newRun, starter } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folderOf = temporaryFolders();
const log = (folder: string, events: readonly EngineEvent[]): void => {
  const writer = openRunWriter(folder, () => undefined);
  for (const event of events) writer.write(event);
  writer.close();
};
const stages = starter().compiled.plan.stages;
const [first = '', second = ''] = stages.map((it) => it.id);
const started: EngineEvent = {
  kind: 'run-started',
  plan: starter().compiled.hash,
  engine: { kind: 'cpu', device: 'plain JavaScript', version: '1' },
  resumedAt: null,
};
const at = (stage: string, step: number): EngineEvent => ({
  kind: 'metrics',
  stage,
  steps: [step],
  columns: { loss: [1] },
});

function addCheckpoint(
  run: string,
  stage: string,
  step: number,
  damage?: 'content' | 'size' | 'manifest',
): void {
  const folder = join(run, 'checkpoints', `${stage}-${step}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'state.bin'), damage === 'content' ? 'b' : damage === 'size' ? 'aa' : 'a');
  const sha256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb';
  const manifest = { format: 1, stage, step, files: { 'state.bin': { bytes: 1, sha256 } } };
  const text = JSON.stringify(manifest);
  writeFileSync(join(folder, 'manifest.json'), damage === 'manifest' ? text.slice(0, 40) : text);
}

describe('a new run', () => {
  it('gets a folder named by its time and title, complete in itself', async () => {
    const root = join(folderOf(), 'runs');
    const { folder } = await createRun(root, newRun('Größe ≥ 3: Versuch', new Date(2026, 10, 24, 7, 8, 9)));
    expect(basename(folder)).toBe('20261124-070809-gro-e-3-versuch');
    const { file, events } = await readRun(folder);
    const { document, compiled } = starter();
    expect(file).toMatchObject({ ...compiled, document, seed: stages[0]?.seed, title: 'Größe ≥ 3: Versuch' });
    expect(events).toEqual([]);
  });

  it('gets a folder of its own where many start in the same second', async () => {
    const root = folderOf();
    const created = new Date(2026, 0, 1);
    const runs = await Promise.all(
      Array.from({ length: 20 }, () => createRun(root, newRun('twin', created))),
    );
    expect(new Set(runs.map((it) => it.folder)).size).toBe(20);
    expect(await listRuns(root)).toHaveLength(20);
    for (const { folder } of runs) expect(basename(folder)).toMatch(RunId);
  });

  it.each(['', '///', '../../escape', '名前', 'a'.repeat(500)])(
    'titled %j stays in its place',
    async (title) => {
      const root = folderOf();
      const { folder } = await createRun(root, newRun(title));
      expect(readdirSync(root)).toEqual([basename(folder)]);
      expect(basename(folder)).toMatch(RunId);
    },
  );

  it('tells nothing of the person or of where things lie', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun());
    const text = readFileSync(join(folder, 'run.json'), 'utf8');
    for (const secret of [root, homedir(), hostname(), `"${userInfo().username}"`])
      expect(text).not.toContain(secret);
  });

  it('where a file stands in the place of the folder of runs: says so', async () => {
    const root = join(folderOf(), 'runs');
    writeFileSync(root, '');
    await expect(createRun(root, newRun())).rejects.toMatchObject({ problem: { code: expect.any(String) } });
  });
});

describe('a run with a saved teacher', () => {
  const network: Network = {
    id: 'network-9',
    role: 'teacher',
    input: [2],
    classes: 2,
    layers: [{ id: 'logits', from: ['input'], kind: 'dense', units: 2 }],
    start: { kind: 'fresh', stream: 'a' },
  };
  const weights = new Map([
    ['logits/kernel', new Float32Array(4)],
    ['logits/bias', new Float32Array(2)],
  ]);
  const prepared = async () => {
    const folder = folderOf();
    const path = join(folder, 'teacher.safetensors');
    const { sha256 } = await writeModel(path, { ...network, weights });
    return { folder, path, sha256 };
  };

  it('carries a copy of it, and refuses another content', async () => {
    const { folder, path, sha256 } = await prepared();
    const run = newRun();
    const { plan } = run.compiled;
    const saved: Network = { ...network, start: { kind: 'saved', sha256, name: 'teacher.safetensors' } };
    const compiled: Compiled = { ...run.compiled, plan: { ...plan, networks: [...plan.networks, saved] } };
    const made = await createRun(join(folder, 'runs'), { ...run, compiled }, { [sha256]: path });
    const models = await modelsOf(made.folder);
    expect(Object.keys(models)).toEqual([sha256]);
    expect((await readModelHeader(models[sha256] ?? '')).sha256).toBe(sha256);

    writeFileSync(path, 'other');
    await expect(
      createRun(join(folder, 'more'), { ...run, compiled }, { [sha256]: path }),
    ).rejects.toMatchObject({
      problem: { code: 'model-changed' },
    });
    expect(await listRuns(join(folder, 'more'))).toEqual([]);
  });

  it('finds it beside the document by name and content, and nowhere else', async () => {
    const { folder, sha256 } = await prepared();
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    symlinkSync('../teacher.safetensors', join(inner, 'link.safetensors'));
    const found = async (from: string, name: string) =>
      Object.keys((await findModels([from], [{ name, sha256 }])).headers);
    expect(await found(folder, 'teacher.safetensors')).toEqual([sha256]);
    for (const name of [
      'link.safetensors',
      '../teacher.safetensors',
      join(folder, 'teacher.safetensors'),
      '..',
      '.',
    ])
      expect(await found(inner, name), name).toEqual([]);
    const other = await findModels([folder], [{ name: 'teacher.safetensors', sha256: 'f'.repeat(64) }]);
    expect(other.headers).toEqual({});
  });
});

describe('the list of runs', () => {
  const cases: Record<string, [readonly EngineEvent[], { state: string; progress?: number }]> = {
    'never started': [[], { state: 'stopped', progress: 0 }],
    'cut off in its first stage': [[started, at(first, 7)], { state: 'killed' }],
    done: [[started, { kind: 'run-ended', how: 'done', text: '' }], { state: 'done', progress: 1 }],
    failed: [[started, { kind: 'run-ended', how: 'failed', text: 'NaN' }], { state: 'failed' }],
    stopped: [
      [started, at(second, 1), { kind: 'run-ended', how: 'stopped', text: '' }],
      { state: 'stopped' },
    ],
  };
  for (const [what, [events, wanted]] of Object.entries(cases))
    it(`shows a run that is ${what}`, async () => {
      const root = folderOf();
      const { folder } = await createRun(root, newRun());
      if (events.length > 0) log(folder, events);
      expect(await listRuns(root)).toMatchObject([
        { ...wanted, title: 'Starter', resumable: events.length === 0 },
      ]);
    });

  it('shows how far a run came over all its stages', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    log(folder, [started, at(second, 10)]);
    const all = stages.reduce((sum, it) => sum + it.steps, 0);
    expect((await summaryOf(folder))?.progress).toBeCloseTo(((stages[0]?.steps ?? 0) + 10) / all);
  });

  it('offers to go on from a checkpoint, but not where numbers ran away: they would do so again', async () => {
    const failedBy = async (code: string): Promise<boolean | undefined> => {
      const { folder } = await createRun(folderOf(), newRun());
      const told = { message: 'It went wrong.', at: first, step: 9, fix: null };
      log(folder, [
        started,
        { kind: 'problem', code, ...told },
        { kind: 'run-ended', how: 'failed', text: '' },
      ]);
      addCheckpoint(folder, first, 8);
      return (await summaryOf(folder))?.resumable;
    };
    expect(await failedBy('disk-full')).toBe(true);
    expect(await failedBy('loss-not-finite')).toBe(false);
    expect(await failedBy('weights-not-finite')).toBe(false);
  });

  it("shows the student's accuracy once it was measured", async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const measured = { network: 'network-1', part: 'test', examples: 10, loss: 1 } as const;
    const answer = (role: 'teacher' | 'student' | 'baseline', accuracy: number): EngineEvent => ({
      ...{ kind: 'evaluation', output: 'output-1', measured: { ...measured, role, accuracy } },
      ...{
        confusion: [],
        agreement: null,
        parameters: 1,
        bytes: 1,
        microsecondsPerImage: 1,
        bfloat16: null,
        pruned: null,
      },
    });
    log(folder, [started, answer('teacher', 0.99)]);
    expect((await summaryOf(folder))?.accuracy).toBeNull();
    log(folder, [answer('student', 0.97), answer('baseline', 0.9)]);
    expect((await summaryOf(folder))?.accuracy).toBe(0.97);
  });

  it('shows a run as running while a process writes it', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const writer = openRunWriter(folder, () => undefined);
    writer.write(started);
    expect(await summaryOf(folder)).toMatchObject({ state: 'running', ending: '' });
    writer.write({ kind: 'state', state: 'paused', text: '' });
    expect(await summaryOf(folder)).toMatchObject({ state: 'paused' });
    writer.close();
    expect(await summaryOf(folder)).toMatchObject({ state: 'killed' });
  });

  it('shows a run whose description is damaged, and leaves the file as it is', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun());
    writeFileSync(join(folder, 'run.json'), '{"format":1,');
    expect(await listRuns(root)).toMatchObject([
      { state: 'failed', ending: expect.stringContaining('run.json') },
    ]);
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('{"format":1,');
  });

  it('reads a description that someone has laid out anew', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun('Other layout'));
    const path = join(folder, 'run.json');
    const { document, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ document, ...rest }, null, 4));
    expect(await listRuns(root)).toMatchObject([{ title: 'Other layout' }]);
  });

  it('passes over what is no run, and a folder of runs that is not there', async () => {
    const root = folderOf();
    mkdirSync(join(root, 'empty'));
    mkdirSync(join(root, '.removed-1'));
    writeFileSync(join(root, 'file'), '');
    expect(await listRuns(root)).toEqual([]);
    expect(await listRuns(join(root, 'missing'))).toEqual([]);
  });

  it('is read fast where there are a thousand', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun());
    log(folder, [started, ...Array.from({ length: 2_000 }, (_, step) => at(first, step)), ended]);
    for (let copy = 0; copy < 1_000; copy += 1) {
      const twin = join(root, `copy-${copy}`);
      mkdirSync(twin);
      for (const name of ['run.json', 'events.jsonl']) symlinkSync(join(folder, name), join(twin, name));
    }
    const took = await cpuTimeOf(async () => expect(await listRuns(root)).toHaveLength(1_001));
    expect(took).toBeLessThan(10_000);
  }, 60_000);
});
const ended: EngineEvent = { kind: 'run-ended', how: 'done', text: '' };

describe('what was measured last', () => {
  it('is in the list however much was told beside it', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun());
    const finishing: EngineEvent = { kind: 'state', state: 'finishing', text: 'Measuring' };
    const evaluation = (output: string, role: 'student' | 'teacher'): EngineEvent => ({
      kind: 'evaluation',
      output,
      measured: { network: 'network-1', role, part: 'test', examples: 10, accuracy: 0.75, loss: 1 },
      confusion: [[1]],
      agreement: null,
      parameters: 1,
      bytes: 1,
      microsecondsPerImage: 1,
      bfloat16: null,
      pruned: null,
    });
    const long: EngineEvent = { kind: 'note', text: 'x'.repeat(100_000) };
    log(folder, [
      started,
      finishing,
      evaluation('output-1', 'student'),
      long,
      evaluation('output-2', 'teacher'),
      ended,
    ]);
    expect((await summaryOf(folder))?.accuracy).toBe(0.75);
  });
});

describe('a run in the list', () => {
  it('can be renamed; nothing else of it changes', async () => {
    const { folder, file } = await createRun(folderOf(), newRun());
    await renameRun(folder, 'Better');
    expect((await readRun(folder)).file).toEqual({ ...file, title: 'Better' });
  });

  it('can be removed, unless it is going on', async () => {
    const root = folderOf();
    const { folder } = await createRun(root, newRun());
    const writer = openRunWriter(folder, () => undefined);
    await expect(removeRun(folder)).rejects.toMatchObject({ problem: { code: 'run-locked' } });
    writer.close();
    await removeRun(folder);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('the checkpoint to go on from', () => {
  it('is the newest by stage and step, whatever the times of the files say', async () => {
    const run = folderOf();
    for (const [stage, step] of [
      ['stage-2', 5],
      ['stage-1', 100],
      ['stage-2', 40],
    ] as const)
      addCheckpoint(run, stage, step);
    expect((await newestCheckpoint(run, ['stage-1', 'stage-2'])).point).toEqual({
      stage: 'stage-2',
      step: 40,
    });
  });

  it.each(['content', 'size', 'manifest'] as const)(
    'is an older one where the newest has a damaged %s',
    async (damage) => {
      const run = folderOf();
      addCheckpoint(run, 'stage-1', 10);
      addCheckpoint(run, 'stage-1', 20, damage);
      expect(await newestCheckpoint(run, ['stage-1'])).toEqual({
        point: { stage: 'stage-1', step: 10 },
        damaged: [{ stage: 'stage-1', step: 20 }],
      });
    },
  );

  it('is none where a manifest names a file outside', async () => {
    const run = folderOf();
    addCheckpoint(run, 'stage-1', 10);
    const path = join(run, 'checkpoints', 'stage-1-10', 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('state.bin', '../stage-1-10/state.bin'));
    expect((await newestCheckpoint(run, ['stage-1'])).point).toBeNull();
  });
});
