import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { importEncoder } from '../../../src/runtime/cli/import-encoder.ts';
import { disposeNetwork, forward, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { use } from '../engine/backends.ts';
import { sha256 } from '../engine/patterns.ts';
import { network } from '../engine/plans.ts';
import { golden, LENGTH, published, safetensors } from './published-encoder.ts';

beforeAll(() => use({ kind: 'cpu', engineFolder: null }));

/** What the saved model makes of the texts. */
async function taps(path: string): Promise<(layer: string) => Float32Array> {
  const { layers, weights, input, classes } = await readModel(path);
  const own = network('network-1', [...layers], { input: [...input], classes });
  const live = liveNetwork(own, weights);
  const outputs = forward(
    live,
    own.layers,
    tf.tensor(golden.texts.flat(), [golden.texts.length, LENGTH]),
    null,
  );
  const read = new Map([...outputs].map(([id, it]) => [id, it.dataSync() as Float32Array]));
  disposeNetwork(live);
  return (layer) => read.get(layer) ?? new Float32Array();
}

function expectNear(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  expected.forEach((it, at) => {
    expect(Math.abs(it - (found[at] as number)), `${what} at ${at}`).toBeLessThan(2e-5);
  });
}

describe.each(['bert', 'distilbert'] as const)('a pretrained %s', (name) => {
  test.each(['F32', 'F16'] as const)('in %s computes what PyTorch computes with it', async (kind) => {
    const encoder = golden.encoders[name];
    const from = published(name, { weights: safetensors(encoder.weights, kind) });
    await importEncoder(from);
    const tap = await taps(from.to);
    // Padding has hidden states of its own in every implementation, and they say nothing.
    const there = (layer: string, values: ArrayLike<number>) => {
      const width = values.length / golden.texts.flat().length;
      const places = golden.texts.flat().map((token) => token !== 0);
      return Array.from(values).filter((_, at) => layer === 'pool' || places[Math.floor(at / width)]);
    };
    for (const [layer, expected] of Object.entries(encoder.taps))
      expectNear(there(layer, tap(layer)), there(layer, expected), layer);
    expect(Math.max(...tap('logits').map(Math.abs))).toBe(0);
  });

  test('is found without a word in front of its names, and then has no language head', async () => {
    const bare = Object.fromEntries(
      Object.entries(golden.encoders[name].weights)
        .filter(([it]) => it.startsWith(`${name}.`))
        .map(([it, value]) => [it.slice(name.length + 1), value]),
    );
    const from = published(name, { weights: safetensors(bare) });
    const { layers } = await importEncoder(from);
    expect(layers.some(({ id }) => id === 'language')).toBe(false);
    const tap = await taps(from.to);
    expectNear(tap('pool'), golden.encoders[name].taps.pool ?? [], 'pool');
  });

  test('refuses a weight that is missing, of another shape, of another type, or a file that is cut', async () => {
    const { weights } = golden.encoders[name];
    const [first = ''] = Object.keys(weights).filter((it) => it.endsWith('embeddings.LayerNorm.bias'));
    const { [first]: _, ...others } = weights;
    const refusal = (bytes: Buffer) => importEncoder(published(name, { weights: bytes }));
    await expect(refusal(safetensors(others))).rejects.toThrow(/lacks the weight embeddings.LayerNorm/);
    const wider = { ...weights, [first]: { shape: [9], values: new Array<number>(9).fill(0) } };
    await expect(refusal(safetensors(wider))).rejects.toThrow(/found 9; allowed: 8/);
    await expect(refusal(safetensors(weights, 'I64'))).rejects.toThrow(/found I64; allowed: F32, F16, BF16/);
    const whole = safetensors(weights);
    await expect(refusal(whole.subarray(0, whole.byteLength - 4))).rejects.toThrow(/safetensors-size/);
    await expect(refusal(Buffer.alloc(4))).rejects.toThrow(/safetensors-short/);
  });
});

test('old files call a norm’s weights gamma and beta', async () => {
  const renamed = Object.fromEntries(
    Object.entries(golden.encoders.bert.weights).map(([it, value]) => [
      it.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta'),
      value,
    ]),
  );
  const from = published('bert', { weights: safetensors(renamed) });
  await importEncoder(from);
  expectNear((await taps(from.to))('pool'), golden.encoders.bert.taps.pool ?? [], 'pool');
});

test('pieces are found in tokenizer.json as in vocab.txt', async () => {
  const vocab = Object.fromEntries(golden.rows.map((piece, row) => [piece, row]));
  const from = published('bert', { tokenizer: { model: { type: 'WordPiece', vocab } } });
  await importEncoder(from);
  expectNear((await taps(from.to))('pool'), golden.encoders.bert.taps.pool ?? [], 'pool');
  const other = { model: { type: 'BPE', vocab } };
  await expect(importEncoder(published('bert', { tokenizer: other }))).rejects.toThrow(/encoder-tokenizer/);
});

test('what would be another network is refused and not computed wrongly', async () => {
  const { config } = golden.encoders.bert;
  const refusal = (changed: object) =>
    expect(importEncoder(published('bert', { config: { ...config, ...changed } }))).rejects;
  await refusal({ hidden_act: 'relu' }).toThrow(/another activation than gelu/);
  await refusal({ position_embedding_type: 'relative_key' }).toThrow(/other places than absolute/);
  await refusal({ model_type: 'roberta' }).toThrow(/allowed: bert, distilbert/);
  await refusal({ num_attention_heads: 3 }).toThrow(/8 and 8 units, 3 heads.*encoder-config/);
  await refusal({ num_hidden_layers: 3 }).toThrow(/lacks the weight encoder.layer.2/);
  await refusal({ num_hidden_layers: 1e9 }).toThrow(/encoder-config/);
});

test('texts that are longer than it has places, and pieces that it does not know, are refused', async () => {
  await expect(importEncoder({ ...published('bert'), length: 8 })).rejects.toThrow(/found 8; allowed: 1 … 7/);
  await expect(importEncoder(published('bert', { pieces: ['[PAD]', 'flim'] }))).rejects.toThrow(/found flim/);
});

// A template names MiniLM by the content of its file, on every machine.
test('what is written is the same byte for byte, and stays so', async () => {
  const made = published('bert');
  await importEncoder(made);
  expect(sha256(readFileSync(made.to))).toBe(
    '01ee3dda25dc3b2832971062fb1fa71db3e851bfdf2345f7d655f5364714c3a9',
  );
});
