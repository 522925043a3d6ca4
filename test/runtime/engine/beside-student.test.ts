import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { type Layer, networkShape } from '../../../src/plan/layers.ts';
import type { Output, Plan, Stage } from '../../../src/plan/plan.ts';
import { checkpointFolder, MANIFEST_FILE } from '../../../src/runtime/checkpoints.ts';
import { weightPlaces } from '../../../src/runtime/engine/networks.ts';
import { startWeights } from '../../../src/runtime/engine/start-weights.ts';
import { readModelHeader } from '../../../src/runtime/model-file.ts';
import { decodeSafetensors } from '../../../src/runtime/safetensors.ts';
import { PIPELINES } from './graph/pipelines.ts';
import { filedPlan } from './graph/small-plans.ts';
import { runHere } from './run-here.ts';

/*
 * What a loss trains beside the student: regressors, critics, embeddings, variances. Each is learned, is kept to go on
 * with, and is in no saved model. One toolkit left the variances of one loss out of the optimizer: they stayed at 5.
 */

/** A pass over the images for each stage, and every network that a student becomes saved. */
function shortPlan(document: Document): Plan {
  const plan = filedPlan(document);
  const stages = plan.stages.map((it) => ({ ...it, epochs: 1, steps: it.steps / it.epochs }));
  const outputs = [...new Set(stages.flatMap((it) => it.train))].map(
    (network): Output => ({
      id: `output-${network.split('-')[1]}`,
      kind: 'saved-model',
      network,
      name: network,
    }),
  );
  return { ...plan, stages, outputs, engine: { ...plan.engine, kind: 'cpu' } };
}
const helped = ({ stages }: Plan): Stage[] => stages.filter((it) => it.projectors.length > 0);

const cases = [...new Set(Object.values(PIPELINES).flat())].flatMap((document): [string, Plan][] => {
  const names = Object.keys(PIPELINES).filter((it) => PIPELINES[it]?.includes(document));
  const plan = shortPlan(document);
  return helped(plan).length > 0 ? [[names.join(', '), plan]] : [];
});

test('there are pipelines with variances, critics, regressors, a memory and generators', () => {
  const names = cases.map(([name]) => name);
  for (const it of ['variational-information', 'mutual-information', 'hint', 'contrastive-memory', 'dafl'])
    expect(names).toContain(`loss.${it}`);
});

test.each(cases)('a pipeline for %s', async (_, plan) => {
  const told = await runHere(plan);
  expect(told.ending.text).toBe('The run is done.');

  for (const { id: stage, steps, projectors } of helped(plan)) {
    const folder = checkpointFolder(told.folder, { stage, step: steps });
    const files = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
    const [weights, slots] = [files.weights, files.slots].map(
      (it) => decodeSafetensors(readFileSync(join(folder, it))).tensors,
    );
    for (const id of projectors) {
      const network = plan.networks.find((it) => it.id === id) ?? expect.fail(id);
      const first = await startWeights(network, plan, {});
      for (const { name, trained } of weightPlaces(networkShape(network.layers, network.input))) {
        const now = weights?.get(`${id}/${name}`)?.values ?? expect.fail(`${id}/${name} is not kept`);
        if (!trained) continue;
        expect(
          now.some((it, at) => it !== first.get(name)?.[at]),
          `${id}/${name} learned`,
        ).toBe(true);
        expect([...(slots?.keys() ?? [])], 'what the optimizer keeps').toContain(`mean/${id}/${name}`);
      }
    }
  }

  const idsOf = (layers: readonly Layer[]) => layers.map((it) => it.id);
  /** A mask is left out, and what it masked has its name. */
  const isMasked = ({ id }: Layer, layers: readonly Layer[]) =>
    layers.some((it) => it.kind === 'channel-mask' && it.from.includes(id));
  for (const { file } of told.of('saved-model')) {
    const { layers } = await readModelHeader(join(told.folder, file));
    const network = plan.networks.find((it) => file.endsWith(`/${it.id}.safetensors`));
    const own = network?.layers ?? [];
    expect(idsOf(layers)).toEqual(idsOf(own.filter((it) => !isMasked(it, own))));
  }
});
