import { basename, join } from 'node:path';
import type { EngineEvent } from '../../plan/events.ts';
import { routedNames } from '../../plan/outputs.ts';
import type { Output } from '../../plan/plan.ts';
import { atomicWrite } from '../atomic-write.ts';
import type { LoadedSource } from './data/load-source.ts';
import type { LiveNetwork } from './networks.ts';
import type { OutputAnswers } from './output-answers.ts';
import type { RunContext } from './run-context.ts';
import { makeFolder, saveModel } from './saved-model.ts';

type Routed = Extract<EngineEvent, { kind: 'router' }>;

/** Measures every network of a system on every task, saves them, and writes which model answers which task. */
export async function routed(
  { networks, sources, pipeline }: RunContext,
  output: Extract<Output, { kind: 'router' }>,
  answers: OutputAnswers,
  folder: string,
): Promise<Routed> {
  const { id, name, part, tasks } = output;
  await makeFolder(folder);
  const live = (of: string): LiveNetwork => networks.get(of) as LiveNetwork;
  const sourceOf = (of: string) => (sources.get(of) as LoadedSource).source;
  const accuracy: (number | null)[][] = [];
  for (const { network } of tasks) {
    const { input, classes } = live(network).network;
    const row: (number | null)[] = [];
    for (const { source } of tasks) {
      const of = sourceOf(source);
      const reads = input.join() === of.shape.join() && classes === of.classes;
      row.push(reads ? (await answers.of({ network, source, part })).measured.accuracy : null);
    }
    accuracy.push(row);
  }
  const models = new Map<string, Pick<Routed['tasks'][number], 'model' | 'sha256' | 'bytes'>>();
  for (const [network, own] of routedNames(output)) {
    const model = `${own}.safetensors`;
    models.set(network, { model, ...(await saveModel(join(folder, model), live(network), { pipeline })) });
  }
  const told = tasks.map(({ network, source }) => {
    const { model, sha256, bytes } = models.get(network) as NonNullable<ReturnType<typeof models.get>>;
    return { network, source, set: sourceOf(source).set, model, sha256, bytes };
  });
  const file = `${name}.json`;
  const routes = told.map(({ set, model, sha256 }, at) => ({
    task: set,
    model,
    sha256,
    accuracy: accuracy[at]?.[at] ?? null,
  }));
  await atomicWrite(join(folder, file), `${JSON.stringify({ format: 1, part, routes }, null, 2)}\n`);
  const within = (it: string): string => `${basename(folder)}/${it}`;
  return {
    kind: 'router',
    output: id,
    part,
    tasks: told.map((it) => ({ ...it, model: within(it.model) })),
    accuracy,
    file: within(file),
  };
}
