import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Definitions } from '../../pipeline/definition.ts';
import type { Document } from '../../pipeline/document.ts';
import { ProblemError } from '../../pipeline/problem.ts';
import { formatDocument } from '../../pipeline/text.ts';
import type { RunEvent } from '../../plan/events.ts';
import { RUN_FILE } from '../run-file.ts';
import { readRun, summaryOf } from '../runs.ts';
import { trackingServer } from './server.ts';
import { drawnIn, RUN_TAG, trackedRun } from './tracked-run.ts';

export type Exported = {
  /** Where a person looks at it. */
  readonly page: string;
  readonly metrics: number;
  readonly files: number;
  /** Files that stayed here: the server keeps files where only its own client can put them. */
  readonly kept: boolean;
};

/** Larger files stay in the run's folder. */
const LARGEST_FILE = 500_000_000;

/**
 * Sends a run to a person's own MLflow server: parameters by node, every curve, the pipeline, its models and what it
 * ran on. Nothing is sent anywhere else.
 *
 * @param folder of the run @param address of the server @param experiment the run's own title where left out
 * @throws ProblemError `run-missing`, `run-going-on`, `mlflow-there-already`, `mlflow-unreachable`, `mlflow-refused`, …
 */
export async function exportRun(
  folder: string,
  address: string,
  experiment: string | undefined,
  definitions: Definitions,
): Promise<Exported> {
  const summary = await summaryOf(folder);
  if (!summary)
    throw new ProblemError({
      code: 'run-missing',
      message: `There is no run in ${basename(folder)}.`,
      fix: 'Name the folder that holds run.json; the end of each run says where it lies.',
    });
  const { file, events } = await readRun(folder);
  const facts = trackedRun(summary, file, events, definitions);
  if (facts.status === 'RUNNING')
    throw new ProblemError({
      code: 'run-going-on',
      message: `${summary.title} is not at its end.`,
      fix: 'Send it when it has ended, or stop it first.',
    });
  const server = trackingServer(address);
  const at = await server.experiment(experiment ?? 'Potstill');
  const before = await server.find(at, RUN_TAG, summary.id);
  if (before !== undefined)
    throw new ProblemError({
      code: 'mlflow-there-already',
      message: `${summary.title} is on that server already.`,
      found: server.page(at, before),
      fix: 'Delete it there to have it sent anew, or name another experiment.',
    });
  const run = await server.begin(at, facts);
  try {
    await server.log(run.id, facts);
    const files = await filesOf(folder, drawnIn(file.document, definitions), events);
    let sent = 0;
    for (const { path, content } of files) if (await server.keep(run, path, await content())) sent += 1;
    await server.end(run.id, facts);
    return {
      page: server.page(at, run.id),
      metrics: facts.metrics.length,
      files: sent,
      kept: sent === files.length,
    };
  } catch (error) {
    // Half a run is not to be taken for one. What went wrong first is what is told.
    await server.end(run.id, { status: 'FAILED', ended: facts.ended }).catch(() => undefined);
    throw error;
  }
}

type Sent = { readonly path: string; readonly content: () => Promise<Uint8Array> };

/** The pipeline as a document that can be opened, what the run was made of, and its saved models. */
async function filesOf(folder: string, drawn: Document | null, events: readonly RunEvent[]): Promise<Sent[]> {
  const saved = events.flatMap((it) => (it.kind === 'saved-model' ? [it.file] : []));
  const models = await Promise.all(
    [...new Set(saved)].map(async (file) => {
      const bytes = await stat(join(folder, file)).then(
        ({ size }) => size,
        () => Number.POSITIVE_INFINITY,
      );
      return bytes <= LARGEST_FILE ? [file] : [];
    }),
  );
  return [
    ...(drawn ? [{ path: 'pipeline.json', content: async () => Buffer.from(formatDocument(drawn)) }] : []),
    { path: RUN_FILE, content: () => readFile(join(folder, RUN_FILE)) },
    ...models.flat().map((file) => ({
      path: `models/${basename(file)}`,
      content: () => readFile(join(folder, file)),
    })),
  ];
}
