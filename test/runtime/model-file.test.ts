import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../src/plan/layers.ts';
import { readModel, readModelHeader, type SavedModel, writeModel } from '../../src/runtime/model-file.ts';
import { encodeSafetensors } from '../../src/runtime/safetensors.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folderOf = temporaryFolders();
const layers: Layer[] = [
  { id: 'flat', from: ['input'], kind: 'flatten' },
  { id: 'logits', from: ['flat'], kind: 'dense', units: 3 },
];
const model: SavedModel = {
  input: [2, 2, 1],
  classes: 3,
  layers,
  weights: new Map([
    ['logits/kernel', Float32Array.from({ length: 12 }, (_, at) => at / 10)],
    ['logits/bias', Float32Array.of(1, 2, 3)],
  ]),
};

const saved = async (): Promise<string> => {
  const path = join(folderOf(), 'student.safetensors');
  await writeModel(path, model);
  return path;
};

/** A file with other metadata or other tensors than a model of ours has. */
function forged(metadata: Record<string, string>, tensors: Record<string, readonly number[]>): string {
  const path = join(folderOf(), 'forged.safetensors');
  const values = Object.entries(tensors).map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return [name, { shape, values: new Float32Array(count) }] as const;
  });
  writeFileSync(path, encodeSafetensors(new Map(values), metadata));
  return path;
}

const arch = { input: model.input, classes: model.classes, layers };
const describedAs = (network: unknown): Record<string, string> => ({
  format: 'potstill-network',
  version: '1',
  network: JSON.stringify(network),
});
const good = { 'logits/kernel': [4, 3], 'logits/bias': [3] };

describe('a saved model', () => {
  it('comes back with its layers and weights', async () => {
    expect(await readModel(await saved())).toEqual(model);
  });

  it('is known by the hash of its file', async () => {
    const path = await saved();
    const { sha256, ...told } = await readModelHeader(path);
    expect(sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    expect(told).toEqual({ input: [2, 2, 1], classes: 3, layers });
    await expect(readModel(path, sha256)).resolves.toEqual(model);
    await expect(readModel(path, 'f'.repeat(64))).rejects.toMatchObject({
      problem: { code: 'model-changed' },
    });
  });

  it('is not written with weights that are missing or of another size', async () => {
    const path = join(folderOf(), 'a.safetensors');
    const weights = new Map([...model.weights, ['logits/bias', Float32Array.of(1)]]);
    await expect(writeModel(path, { ...model, weights })).rejects.toThrow('logits/bias');
  });
});

describe('a file that is no model of ours is refused', () => {
  const cases: Record<string, [() => string, string]> = {
    missing: [() => join(folderOf(), 'gone.safetensors'), 'file-missing'],
    'a folder': [() => folderOf(), 'model-no-file'],
    'of another program': [() => forged({ format: 'pt' }, good), 'model-foreign'],
    'of a newer version': [() => forged({ ...describedAs(arch), version: '2' }, good), 'model-newer'],
    'described by no JSON': [
      () => forged({ format: 'potstill-network', version: '1', network: '{' }, good),
      'model-damaged',
    ],
    'with an unknown layer': [
      () => forged(describedAs({ ...arch, layers: [{ id: 'a', from: ['input'], kind: 'lambda' }] }), good),
      'model-damaged',
    ],
    'with layers that do not join': [
      () => forged(describedAs({ ...arch, layers: [{ ...layers[1], from: ['nowhere'] }] }), good),
      'model-damaged',
    ],
    'with another number of answers than classes': [
      () => forged(describedAs({ ...arch, classes: 4 }), good),
      'model-damaged',
    ],
    'with a weight too few': [() => forged(describedAs(arch), { 'logits/kernel': [4, 3] }), 'model-weights'],
    'with a weight too many': [() => forged(describedAs(arch), { ...good, more: [1] }), 'model-weights'],
    'with a weight of another shape': [
      () => forged(describedAs(arch), { ...good, 'logits/kernel': [3, 4] }),
      'model-weights',
    ],
  };
  for (const [what, [make, code]] of Object.entries(cases))
    it(what, async () => {
      const path = make();
      await expect(readModelHeader(path)).rejects.toMatchObject({ problem: { code } });
    });

  it('cut anywhere, whatever is left of it', async () => {
    const whole = readFileSync(await saved());
    const path = join(folderOf(), 'cut.safetensors');
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(readModelHeader(path)).rejects.toMatchObject({ name: 'ProblemError' });
    }
  });
});
