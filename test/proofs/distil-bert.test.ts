import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { layerChain } from '../../src/nodes/network/define-network.ts';
import { transformerTrunk } from '../../src/nodes/network/transformer/trunk.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { disposeNetwork, forward, liveNetwork } from '../../src/runtime/engine/networks.ts';
import { places } from '../../src/runtime/places.ts';
import { cpuTime } from '../cpu-time.ts';
import { drawn } from '../runtime/drawn.ts';
import { BACKENDS, use } from '../runtime/engine/backends.ts';
import { network } from '../runtime/engine/plans.ts';
import { type Drawing, engineFolder, mean, type Trained, together, trained } from './trained-drawing.ts';

/* What half of a transformer's blocks save, and what it is worth to begin with the teacher's. */

const PADDING = 0;
const SIZE = { pool: 'first', languageHead: false, dropout: 0 } as const;

function encoder(
  size: { readonly units: number; readonly heads: number; readonly feedForward: number },
  blocks: number,
  vocabulary: number,
): Layer[] {
  const { layers, add }: ReturnType<typeof layerChain> = transformerTrunk(
    { ...SIZE, ...size, blocks },
    { vocabulary, padding: PADDING },
  );
  add({ kind: 'dense', units: 2, id: 'logits' });
  return layers;
}

/** Sizes of BERT-base and of DistilBERT, whose paper counts 110 and 66 million. */
const BASE = { units: 768, heads: 12, feedForward: 3072 };
const VOCABULARY = 30_522;

describe('half of the blocks', () => {
  test('of BERT-base are about 40 % fewer parameters, and half of the arithmetic', () => {
    const [whole, half] = [12, 6].map((blocks) => networkShape(encoder(BASE, blocks, VOCABULARY), [512]));
    if (!whole || !half) expect.fail();
    expect(whole.parameters / 1e6).toBeCloseTo(108.9, 0);
    expect(half.parameters / 1e6).toBeCloseTo(66.4, 0);
    expect(1 - half.parameters / whole.parameters).toBeCloseTo(0.4, 1);
    expect(1 - half.multiplyAdds / whole.multiplyAdds).toBeGreaterThan(0.35);
  });

  test.each(BACKENDS)('answer in at most 65 % of the time, on %s', async (_, backend) => {
    await use(backend);
    const [rows, length, vocabulary] = [4, 16, 100];
    const made = [8, 4].map((blocks) => {
      const layers = encoder({ units: 32, heads: 4, feedForward: 128 }, blocks, vocabulary);
      const of = network(`network-${blocks}`, layers, { input: [length], classes: 2 });
      return liveNetwork(of, freshWeights(of, 1, 'weights'));
    });
    const tokens = tf.tensor2d(
      Array.from({ length: rows * length }, (__, at) => 5 + ((at * 37) % (vocabulary - 5))),
      [rows, length],
      'int32',
    );
    const times = made.map((live) => {
      const answer = () =>
        cpuTime(() =>
          tf.tidy(() => {
            forward(live, live.network.layers, tokens, null).get('logits')?.dataSync();
          }),
        );
      answer();
      return Array.from({ length: 7 }, answer).sort((a, b) => a - b)[3] ?? Number.NaN;
    });
    tokens.dispose();
    for (const it of made) disposeNetwork(it);
    const [whole = 0, half = 1] = times;
    expect(half).toBeLessThan(0.65 * whole);
  });
});

const isPrepared = existsSync(join(places().data, 'imdb'));
const BLOCKS = { units: 64, heads: 4, feedForward: 256, languageHead: true };

/** A student of two blocks of the teacher's four. */
function student(name: string, from: string): Drawing {
  return {
    nodes: {
      [name]: ['model.student'],
      [`${name}-loss`]: ['loss.distil-bert'],
      [`${name}-trainer`]: ['training.trainer', { epochs: 1, batch: 32, clip: 1 }],
      [`${name}-evaluation`]: ['result.evaluation'],
    },
    wires: [
      [from, 'network', name, 'network'],
      ['reviews', 'data', name, 'data'],
      [name, 'layer:language', `${name}-loss`, 'student'],
      [name, 'layer:block-2-norm', `${name}-loss`, 'studentHidden'],
      ['teacher', 'layer:language', `${name}-loss`, 'teacher'],
      ['teacher', 'layer:block-4-norm', `${name}-loss`, 'teacherHidden'],
      ['reviews', 'data', `${name}-loss`, 'data'],
      [`${name}-loss`, 'loss', `${name}-trainer`, 'loss'],
      ['optimizer', 'optimizer', `${name}-trainer`, 'optimizer'],
      [`${name}-trainer`, 'model', `${name}-evaluation`, 'model'],
    ],
  };
}

const reading: Drawing = {
  nodes: {
    imdb: ['data.imdb', { trainExamples: 4000, testExamples: 100, length: 32 }],
    reviews: ['data.mask-tokens'],
    'teacher-network': ['network.transformer', { ...BLOCKS, blocks: 4 }],
    reader: ['model.student'],
    'reader-loss': ['loss.masked-language'],
    'reader-trainer': ['training.trainer', { epochs: 3, batch: 32, clip: 1 }],
    teacher: ['model.teacher', { weights: 'wire' }],
    'student-network': ['network.transformer', { ...BLOCKS, blocks: 2 }],
    copied: ['network.copied-layers', { layers: 'spread', channels: 'equal' }],
    optimizer: ['optimizer.adamw', { learningRate: 0.001 }],
  },
  wires: [
    ['imdb', 'data', 'reviews', 'data'],
    ['teacher-network', 'network', 'reader', 'network'],
    ['reviews', 'data', 'reader', 'data'],
    ['reader', 'layer:language', 'reader-loss', 'student'],
    ['reviews', 'data', 'reader-loss', 'data'],
    ['reader-loss', 'loss', 'reader-trainer', 'loss'],
    ['optimizer', 'optimizer', 'reader-trainer', 'optimizer'],
    ['reader-trainer', 'model', 'teacher', 'model'],
    ['reviews', 'data', 'teacher', 'data'],
    ['reader-trainer', 'model', 'copied', 'model'],
    ['student-network', 'network', 'copied', 'network'],
  ],
};

/** The masked-language part of a student's loss, as means over ten steps. */
function masked(run: Trained, name: string): number[] {
  const term = run.stage(`${name}-trainer`).terms.find((it) => it.op === 'loss.masked-language')?.id;
  const course = run.course(`${name}-trainer`, `term:${term}`);
  return course.slice(9).map((_, at) => mean(course.slice(at, at + 10)));
}

describe.runIf(engineFolder && isPrepared && process.env.POTSTILL_FULL)(
  'a student that begins with its teacher’s layers',
  () => {
    test('finds hidden words as well as one from nothing in half of the steps at most', async () => {
      const { nodes, wires } = together(
        reading,
        student('begun', 'copied'),
        student('anew', 'student-network'),
      );
      const run = await trained(drawn(nodes, wires));
      const [begun, anew] = [masked(run, 'begun'), masked(run, 'anew')];
      const wanted = anew.at(-1) ?? 0;
      const steps = begun.findIndex((it) => it <= wanted) + 10;
      expect(begun.some((it) => it <= wanted)).toBe(true);
      expect(steps).toBeLessThanOrEqual(0.5 * (anew.length + 9));
    }, 1_200_000);
  },
);
