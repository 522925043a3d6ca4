import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/pipeline/text.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';
import { exportRun } from '../../../src/runtime/mlflow/export-run.ts';
import { keyOf } from '../../../src/runtime/mlflow/tracked-run.ts';
import { openRunWriter } from '../../../src/runtime/run-writer.ts';
import { createRun } from '../../../src/runtime/runs.ts';
import { newRun, starter } from '../starter.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { startTracking } from './tracking-server.ts';

const folderOf = temporaryFolders();
const stage = starter().compiled.plan.stages[0]?.id ?? '';
const engine = { kind: 'cpu', device: 'plain JavaScript', version: '1' } as const;
const begun: EngineEvent = {
  kind: 'run-started',
  plan: starter().compiled.hash,
  engine,
  resumedAt: null,
};
const metrics = (first: number, losses: readonly (number | null)[]): EngineEvent => ({
  kind: 'metrics',
  stage,
  steps: losses.map((_, at) => first + at),
  columns: { loss: [...losses], 'term:term-2': losses.map(() => 1) },
});
const done: EngineEvent = { kind: 'run-ended', how: 'done', text: 'The run is done.' };

async function endedRun(events: readonly EngineEvent[], end: readonly EngineEvent[] = [done]) {
  const { folder } = await createRun(folderOf(), newRun(), {});
  const writer = openRunWriter(folder, () => undefined);
  for (const event of [begun, ...events, ...end]) writer.write(event);
  writer.close();
  return { folder, id: basename(folder) };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function tracking(options?: Parameters<typeof startTracking>[0]) {
  const server = await startTracking(options);
  closing.push(server.close);
  return server;
}
const code = (it: string) => ({ problem: expect.objectContaining({ code: it }) });

describe('a run that is sent to MLflow', () => {
  it('is there with its name, how it ended, parameters by the titles of nodes, and its pipeline', async () => {
    const { folder, id } = await endedRun([metrics(1, [2, 1])]);
    const server = await tracking();
    const exported = await exportRun(folder, `${server.address}/`, undefined, definitions);
    const [run] = [...server.runs.values()];
    expect([...server.experiments.keys()]).toEqual(['Potstill']);
    expect(run).toMatchObject({ name: newRun().title, status: 'FINISHED' });
    expect(run?.tags).toContainEqual({ key: 'potstill.run', value: id });
    expect(run?.params).toContainEqual({ key: 'Trainer.seed', value: '1' });
    expect(run?.params.some((it) => it.key.endsWith('.temperature'))).toBe(true);
    const pipeline = parseDocument(run?.files['pipeline.json']?.toString('utf8') ?? '');
    expect(pipeline).toMatchObject({ ok: true, value: { title: starter().document.title } });
    expect(Object.keys(run?.files ?? {})).toContain('run.json');
    expect(exported).toMatchObject({ kept: true, files: 2, metrics: 4 });
    expect(exported.page).toBe(`${server.address}/#/experiments/1/runs/run1`);
  });

  it('brings a pipeline of an earlier format as it is written today', async () => {
    const { notes: _, ...earlier } = starter().document;
    const { folder } = await createRun(folderOf(), { ...newRun(), document: earlier }, {});
    const writer = openRunWriter(folder, () => undefined);
    for (const event of [begun, done]) writer.write(event);
    writer.close();
    const server = await tracking();
    await exportRun(folder, server.address, undefined, definitions);
    const [run] = [...server.runs.values()];
    expect(Object.keys(run?.files ?? {})).toContain('pipeline.json');
    expect(run?.params.length).toBeGreaterThan(20);
  });

  it('has each point of each curve once, at its step; what is not finite is left out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: 1,
          maxLength: 1700,
        }),
        async (losses) => {
          const { folder } = await endedRun([metrics(1, losses)]);
          const server = await startTracking();
          try {
            await exportRun(folder, server.address, 'Curves', definitions);
            const [run] = [...server.runs.values()];
            const points = run?.metrics.filter((it) => it.key === `${stage}/loss`);
            expect(points?.map(({ step, value }) => [step, value])).toEqual(
              losses.flatMap((value, at) => (value === null ? [] : [[at + 1, value === 0 ? 0 : value]])),
            );
            expect(run?.metrics.filter((it) => it.key === `${stage}/term/term-2`)).toHaveLength(
              losses.length,
            );
          } finally {
            await server.close();
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it('keeps its keys to what MLflow takes, whatever nodes are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (title) => {
        expect(keyOf(title)).toMatch(/^[/\p{L}\p{N}_.\- ]{1,250}$/u);
      }),
    );
  });

  it('is sent once: a second time names the page where it is', async () => {
    const { folder } = await endedRun([]);
    const server = await tracking();
    const { page } = await exportRun(folder, server.address, undefined, definitions);
    await expect(exportRun(folder, server.address, undefined, definitions)).rejects.toMatchObject({
      problem: { code: 'mlflow-there-already', found: page },
    });
    expect(server.runs.size).toBe(1);
    await exportRun(folder, server.address, 'Another', definitions);
    expect(server.runs.size).toBe(2);
  });

  it('leaves its files here where the server has a store of its own, and says so', async () => {
    const { folder } = await endedRun([]);
    const server = await tracking({ files: false });
    expect(await exportRun(folder, server.address, undefined, definitions)).toMatchObject({
      kept: false,
      files: 0,
    });
  });

  it('is marked as failed where the server gives up half way', async () => {
    const { folder } = await endedRun([metrics(1, Array<number>(3000).fill(1))]);
    const begin = 4;
    const server = await tracking({ failAt: begin + 1 });
    await expect(exportRun(folder, server.address, undefined, definitions)).rejects.toMatchObject(
      code('mlflow-refused'),
    );
    expect(server.asked.at(-1)).toBe('POST /api/2.0/mlflow/runs/update');
  });

  it('is not sent before it has ended, nor where there is none', async () => {
    const server = await tracking();
    const { folder } = await createRun(folderOf(), newRun(), {});
    const writer = openRunWriter(folder, () => undefined);
    writer.write(begun);
    await expect(exportRun(folder, server.address, undefined, definitions)).rejects.toMatchObject(
      code('run-going-on'),
    );
    writer.close();
    await expect(exportRun(folderOf(), server.address, undefined, definitions)).rejects.toMatchObject(
      code('run-missing'),
    );
    expect(server.asked).toEqual([]);
  });
});

describe('a server', () => {
  it.each(['mlflow', 'file:///tmp', 'localhost:5000', ''])('has no address like "%s"', async (address) => {
    const { folder } = await endedRun([]);
    await expect(exportRun(folder, address, undefined, definitions)).rejects.toMatchObject(
      code('mlflow-address'),
    );
  });

  it('that is not there is named', async () => {
    const { folder } = await endedRun([]);
    const gone = await startTracking();
    await gone.close();
    await expect(exportRun(folder, gone.address, undefined, definitions)).rejects.toMatchObject({
      problem: { code: 'mlflow-unreachable', message: expect.stringContaining(gone.address) },
    });
  });

  it('that sends us elsewhere is not followed, and a password is not shown', async () => {
    const { folder } = await endedRun([]);
    const server = await tracking();
    let asked = '';
    const elsewhere = createServer((request, response) => {
      asked = request.headers.authorization ?? '';
      response.writeHead(302, { location: server.address + (request.url ?? '') }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => void elsewhere.close(() => resolve())));
    const { port } = elsewhere.address() as AddressInfo;
    const failure = exportRun(folder, `http://me:s3cret@127.0.0.1:${port}`, undefined, definitions);
    await expect(failure).rejects.toMatchObject(code('mlflow-unreachable'));
    expect(
      JSON.stringify(await failure.catch((error: unknown) => (error as { problem: unknown }).problem)),
    ).not.toContain('s3cret');
    expect(asked).toBe(`Basic ${btoa('me:s3cret')}`);
    expect(server.asked).toEqual([]);
  });
});
