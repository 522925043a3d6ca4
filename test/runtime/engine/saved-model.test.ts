import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { disposeNetwork, forward, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { startWeights } from '../../../src/runtime/engine/start-weights.ts';
import { readModel, readModelHeader } from '../../../src/runtime/model-file.ts';
import { decodeSafetensors, readHeader } from '../../../src/runtime/safetensors.ts';
import { BACKENDS } from './backends.ts';
import { noise } from './one-step.ts';
import { sha256 } from './patterns.ts';
import { distillation, lenetLayers, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  const data = source();
  const first = plan(
    data,
    [network('network-1', lenetLayers(2, 3, 8))],
    [stage(data, { student: 'network-1' })],
    [
      {
        id: 'output-1',
        kind: 'evaluation',
        network: 'network-1',
        source: data.id,
        part: 'test',
        teacher: null,
      },
      { id: 'output-2', kind: 'saved-model', network: 'network-1', name: 'Größtes Modell 1.0' },
    ],
    kind,
  );

  test('a saved model is the file that its event names, readable by any safetensors reader', async () => {
    const { folder, of } = await runHere(first, { engineFolder });
    const [saved] = of('saved-model');
    expect(saved?.file).toBe('model/Größtes Modell 1.0.safetensors');
    const bytes = readFileSync(join(folder, saved?.file ?? ''));
    expect(saved).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
    const { tensors } = decodeSafetensors(bytes);
    expect([...tensors].map(([name, it]) => [name, it.shape])).toEqual(
      expect.arrayContaining([
        ['conv2d-1/kernel', [5, 5, 1, 2]],
        ['logits/bias', [10]],
      ]),
    );
  });

  test('a saved model carries the pipeline that it came from, and is the same model with it', async () => {
    const pipeline = '{"title":"Brennblase – größer"}';
    const { folder, of } = await runHere(first, { engineFolder, pipeline });
    const path = join(folder, of('saved-model')[0]?.file ?? '');
    const bytes = readFileSync(path);
    expect(readHeader(bytes, bytes.length).metadata.get('pipeline')).toBe(pipeline);
    const without = await runHere(first, { engineFolder });
    const plain = await readModel(join(without.folder, without.of('saved-model')[0]?.file ?? ''));
    expect(await readModel(path)).toEqual(plain);
  });

  test('as the teacher of another pipeline it answers the same: logits and measures, bit for bit', async () => {
    const trained = await runHere(first, { engineFolder });
    const [saved] = trained.of('saved-model');
    const path = join(trained.folder, saved?.file ?? '');
    const header = await readModelHeader(path);
    expect(header).toMatchObject({ input: [8, 8, 1], classes: 10, layers: first.networks[0]?.layers });
    const teacher = network('network-2', [...header.layers], {
      role: 'teacher',
      start: { kind: 'saved', sha256: header.sha256, name: 'any.safetensors' },
    });
    const second = plan(
      data,
      [network('network-1', mlpLayers(4)), teacher],
      [stage(data, { student: 'network-1', teacher: 'network-2' })],
      [
        {
          id: 'output-1',
          kind: 'evaluation',
          network: 'network-2',
          source: data.id,
          part: 'test',
          teacher: null,
        },
        { id: 'output-2', kind: 'saved-model', network: 'network-2', name: 'again' },
      ],
      kind,
    );
    const models = { [header.sha256]: path };
    const taught = await runHere(second, { engineFolder, models });
    expect(taught.ending.how).toBe('done');
    const [before, after] = [trained, taught].map((it) => it.of('evaluation')[0]);
    expect({ ...after?.measured, network: '', role: '' }).toEqual({
      ...before?.measured,
      network: '',
      role: '',
    });
    expect(after?.confusion).toEqual(before?.confusion);
    // A frozen teacher is not changed by having taught.
    const again = await readModel(join(taught.folder, taught.of('saved-model')[0]?.file ?? ''));
    expect(again).toEqual(await readModel(path));

    const { images, size } = noise([8, 8, 1], 5, 10);
    const logits = async (
      of: Parameters<typeof startWeights>[0],
      values: ReadonlyMap<string, Float32Array>,
    ) => {
      const live = liveNetwork(of, values);
      const result = tf.tidy(() =>
        forward(live, of.layers, tf.tensor(images, [size, 8, 8, 1]), null)
          .get('logits')
          ?.dataSync()
          .slice(),
      );
      disposeNetwork(live);
      return result;
    };
    const own = await logits(teacher, (await readModel(path)).weights);
    expect(await logits(teacher, await startWeights(teacher, second, models))).toEqual(own);
    expect(own?.some((it) => it !== own[0])).toBe(true);
  });

  test('a student that learned is another than one that has not', async () => {
    const { folder } = await runHere(distillation(kind), { engineFolder });
    const { weights } = await readModel(join(folder, 'model', 'student.safetensors'));
    const fresh = await startWeights(
      network('network-1', mlpLayers(16), { start: { kind: 'fresh', stream: 'weights-1' } }),
      distillation(),
      {},
    );
    for (const [name, values] of fresh) expect(weights.get(name), name).not.toEqual(values);
  });
});
