import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelFileOf } from '../../src/nodes/saved-model.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { readModelHeader } from '../../src/runtime/model-file.ts';
import { golden, published, safetensors } from './cli/published-encoder.ts';
import { distillProgram } from './distill.ts';
import { drawn } from './drawn.ts';
import { temporaryFolders } from './temporary-folder.ts';

/* An encoder that is imported without a place for it is found by every pipeline that names it. */

const distill = distillProgram();
const folderOf = temporaryFolders();
/** The fewest that are read of a review: one more than the drawn encoder has places for. */
const TOKENS = 8;
const WIDTH = 8;

test('an imported encoder is kept by its name and length; a pipeline that lacks it says how to make it', async () => {
  const home = folderOf();
  const reviews = join(home, 'data', 'imdb');
  const { config, weights } = golden.encoders.bert;
  const name = 'bert.embeddings.position_embeddings.weight';
  const places = weights[name] ?? expect.fail(name);
  const longer = { shape: [TOKENS, WIDTH], values: [...places.values, ...Array<number>(WIDTH).fill(0)] };
  const changed = {
    config: { ...config, max_position_embeddings: TOKENS },
    weights: safetensors({ ...weights, [name]: longer }),
  };
  const { pieces } = published('bert', changed, reviews);
  renameSync(pieces, join(reviews, 'vocabulary.txt'));
  const env = { POTSTILL_HOME: home };
  const imported = await distill(['--import', 'minilm', '--tokens', `${TOKENS}`], { env });
  const path = join(home, 'models', `minilm-${TOKENS}.safetensors`);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(imported.stdout).toContain(path);

  const file = modelFileOf(`minilm-${TOKENS}.safetensors`, await readModelHeader(path));
  const document = drawn(
    {
      imdb: ['data.imdb', { length: TOKENS }],
      teacher: ['model.teacher', { weights: 'file', file }],
      'student-network': ['network.transformer', { blocks: 1, units: 8, heads: 2, feedForward: 8 }],
      student: ['model.student'],
      loss: ['loss.similarity-preserving'],
      optimizer: ['optimizer.adam'],
      trainer: ['training.trainer'],
      evaluation: ['result.evaluation'],
    },
    [
      ['imdb', 'data', 'teacher', 'data'],
      ['imdb', 'data', 'student', 'data'],
      ['student-network', 'network', 'student', 'network'],
      ['student', 'layer:pool', 'loss', 'student'],
      ['teacher', 'layer:pool', 'loss', 'teacher'],
      ['loss', 'loss', 'trainer', 'loss'],
      ['optimizer', 'optimizer', 'trainer', 'optimizer'],
      ['trainer', 'model', 'evaluation', 'model'],
    ],
  );
  const pipeline = join(folderOf(), 'pipeline.json');
  writeFileSync(pipeline, formatDocument(document));
  const run = (own: Record<string, string>) =>
    distill([pipeline, '--engine', 'cpu', '--out', join(home, 'runs')], { env: own });
  // There are no reviews to read, but the model is found, and the run begins.
  const found = await run(env);
  expect(found.stderr).toBe('');
  expect(found.code).toBe(3);
  expect(found.stderr + found.stdout).not.toContain('not at hand');

  const elsewhere = await run({ POTSTILL_HOME: folderOf() });
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toContain(`minilm-${TOKENS}.safetensors is not at hand`);
  expect(elsewhere.stderr).toContain(`npm run distill -- --import minilm --tokens ${TOKENS}`);
});
