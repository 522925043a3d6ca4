import { basename, join } from 'node:path';
import { drawnShape } from '../../plan/channel-masks.ts';
import type { EngineEvent } from '../../plan/events.ts';
import { type Layer, type NetworkShape, networkShape } from '../../plan/layers.ts';
import type { Plan } from '../../plan/plan.ts';
import { encodeModel } from '../model-file.ts';
import { agreement } from './evaluate.ts';
import type { LiveNetwork } from './networks.ts';
import { outputAnswers } from './output-answers.ts';
import { routed } from './routed.ts';
import type { RunContext } from './run-context.ts';
import { makeFolder, savedModel, saveModel } from './saved-model.ts';
import { layerComparison } from './watch/layer-similarity.ts';
import { toldComparison, toldSimilarity } from './watch/told-comparison.ts';

type PrunedCost = Extract<EngineEvent, { kind: 'evaluation' }>['pruned'];

/** The plan's outputs, in order: what evaluation nodes ask for is measured, and models are saved. */
export async function finish(run: RunContext, plan: Plan, folder: string): Promise<void> {
  const finishing = { kind: 'state', state: 'finishing', text: 'Measuring and saving' } as const;
  run.emit(finishing);
  const answers = outputAnswers(run, plan);
  const layers = layerComparison(run.turn);
  for (const output of plan.outputs) {
    if (run.control.wanted !== 'run') await run.hold(finishing);
    if (output.kind === 'leaderboard') continue;
    if (output.kind === 'router') {
      run.emit(await routed(run, output, answers, folder));
      continue;
    }
    const live = run.networks.get(output.network) as LiveNetwork;
    if (output.kind === 'saved-model') {
      const file = `${output.name}.safetensors`;
      await makeFolder(folder);
      const { sha256, bytes } = await saveModel(join(folder, file), live, run);
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
    const { teacher, attack } = output;
    const own = await answers.of(output);
    const taught = teacher === null ? null : await answers.of({ ...output, network: teacher });
    if (teacher !== null && taught) {
      const pair = { ...output, teacher };
      const compared = await toldComparison(run, pair, taught, own);
      if (compared) run.emit(compared);
      const alike = await toldSimilarity(run, pair, layers);
      if (alike) run.emit(alike);
    }
    const saved = savedModel(live);
    run.emit({
      kind: 'evaluation',
      output: output.id,
      measured: own.measured,
      confusion: own.confusion,
      agreement: taught && agreement(own, taught),
      parameters: drawnShape(live.network).parameters,
      bytes: encodeModel(output.network, saved).byteLength,
      microsecondsPerImage: own.microsecondsPerImage,
      bfloat16: await answers.rounded(output, own),
      pruned: prunedCost(live, saved.layers),
      ...(attack && { attacked: await answers.misled(output, attack) }),
    });
  }
}

function prunedCost(live: LiveNetwork, layers: readonly Layer[]): PrunedCost {
  const cost = ({ parameters, multiplyAdds }: NetworkShape) => ({ parameters, multiplyAdds });
  const left = networkShape(layers, live.network.input);
  const drawn = drawnShape(live.network);
  return left.parameters === drawn.parameters ? null : { ...cost(left), from: cost(drawn) };
}
