import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Plan } from '../../plan/plan.ts';
import { fileFault } from '../file-fault.ts';
import { encodeModel, writeModel } from '../model-file.ts';
import type { LoadedSource } from './data/load-source.ts';
import { type Answers, agreement, evaluate, microsecondsPerImage } from './evaluate.ts';
import { type LiveNetwork, readWeights } from './networks.ts';
import type { RunContext } from './run-context.ts';

/** The plan's outputs, in order: what evaluation nodes ask for is measured, and models are saved. */
export async function finish(run: RunContext, plan: Plan, folder: string): Promise<void> {
  const finishing = { kind: 'state', state: 'finishing', text: 'Measuring and saving' } as const;
  run.emit(finishing);
  const known = new Map<string, Answers & { readonly microsecondsPerImage: number }>();
  const answersOf = async (id: string, source: string, part: Answers['measured']['part']) => {
    const key = `${id} ${source} ${part}`;
    const live = run.networks.get(id) as LiveNetwork;
    const loaded = run.sources.get(source) as LoadedSource;
    const found = known.get(key);
    if (found) return found;
    const answering = run.execution.answering(live, loaded, part);
    try {
      const own = loaded.parts[part];
      const measured = await evaluate(live, answering, own, part, run.turn);
      const answers = {
        ...measured,
        microsecondsPerImage: await microsecondsPerImage(answering, own.places.length),
      };
      known.set(key, answers);
      return answers;
    } finally {
      answering.dispose();
    }
  };
  for (const output of plan.outputs) {
    if (run.control.wanted !== 'run') await run.hold(finishing);
    const live = run.networks.get(output.network) as LiveNetwork;
    if (output.kind === 'saved-model') {
      const file = `${output.name}.safetensors`;
      await mkdir(folder, { recursive: true }).catch((error: unknown) => {
        throw fileFault(error, folder, 'make');
      });
      const { sha256, bytes } = await writeModel(join(folder, file), savedModel(live));
      run.emit({
        kind: 'saved-model',
        output: output.id,
        network: output.network,
        file: `${basename(folder)}/${file}`,
        sha256,
        bytes,
      });
      continue;
    }
    const { source, part, teacher } = output;
    const answers = await answersOf(output.network, source, part);
    run.emit({
      kind: 'evaluation',
      output: output.id,
      measured: answers.measured,
      confusion: answers.confusion,
      agreement: teacher === null ? null : agreement(answers, await answersOf(teacher, source, part)),
      parameters: live.shape.parameters,
      bytes: encodeModel(output.network, savedModel(live)).byteLength,
      microsecondsPerImage: answers.microsecondsPerImage,
    });
  }
}

const savedModel = (live: LiveNetwork) => {
  const { input, classes, layers } = live.network;
  return { input, classes, layers, weights: readWeights(live) };
};
