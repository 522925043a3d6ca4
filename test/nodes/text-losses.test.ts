import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { attentionDistance } from '../../src/nodes/loss/attention-distance/op.ts';
import { attentionDivergence } from '../../src/nodes/loss/attention-divergence/op.ts';
import { firstToken } from '../../src/nodes/loss/first-token/op.ts';
import { maskedLanguage } from '../../src/nodes/loss/masked-language/op.ts';
import { tokenCosine } from '../../src/nodes/loss/token-cosine/op.ts';
import { tokenDistance } from '../../src/nodes/loss/token-distance/op.ts';
import { tokenSoftmax } from '../../src/nodes/loss/token-softmax/op.ts';
import { valueRelation } from '../../src/nodes/loss/value-relation/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { plainKernel } from './kernel.ts';

/* Losses on the tokens of texts. Their values and gradients are PyTorch's (test/reference); here is what must never change them. */

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const [TEXTS, HEADS, UNITS] = [2, 2, 4];
type Drawn = { tokens: tf.Tensor; targets: tf.Tensor; states: tf.Tensor; scores: tf.Tensor };

/** Texts of 3 and 2 tokens with states and scores that are the same however much padding follows. */
function drawn(seed: number, length: number): Drawn {
  const lengths = [3, 2];
  const value = (...place: number[]) => streamOf(seed, place.join(), 0).normal();
  const numbers = Array.from({ length }, (_, at) => at);
  const texts = Array.from({ length: TEXTS }, (_, text) => text);
  const isToken = (text: number, at: number) => at < (lengths[text] as number);
  return {
    tokens: tf.tensor2d(texts.map((text) => numbers.map((at) => (isToken(text, at) ? 5 + at : 0)))),
    targets: tf.tensor2d(
      texts.map((text) => numbers.map((at) => (at === 1 && isToken(text, at) ? 2 : -100))),
    ),
    states: tf.tensor3d(
      texts.map((text) =>
        numbers.map((at) => Array.from({ length: UNITS }, (_, unit) => value(text, at, unit))),
      ),
    ),
    scores: tf.tensor4d(
      texts.map((text) =>
        Array.from({ length: HEADS }, (_, head) =>
          numbers.map((query) =>
            numbers.map((key) => (isToken(text, key) ? value(text, head, query, key) : -1e9)),
          ),
        ),
      ),
    ),
  };
}

const padding = 0;
const LOSSES: Record<string, (student: Drawn, teacher: Drawn) => tf.Tensor> = {
  'masked language': (student) =>
    maskedLanguage.run(k, { student: student.states, targets: student.targets }, {}),
  'tempered softmax of tokens': ({ states: student, tokens }, { states: teacher }) =>
    tokenSoftmax.run(k, { student, teacher, tokens } as never, { temperature: 2, padding }),
  'tempered softmax of hidden tokens': ({ states: student, tokens, targets }, { states: teacher }) =>
    tokenSoftmax.run(k, { student, teacher, tokens, targets }, { temperature: 2, padding }),
  cosine: ({ states: student, tokens }, { states: teacher }) =>
    tokenCosine.run(k, { student, teacher, tokens }, { padding }),
  distance: ({ states: student, tokens }, { states: teacher }) =>
    tokenDistance.run(k, { student, teacher, tokens }, { padding }),
  'distance of attention': ({ scores: student, tokens }, { scores: teacher }) =>
    attentionDistance.run(k, { student, teacher, tokens }, { over: 'tokens', padding }),
  'divergence of attention': ({ scores: student, tokens }, { scores: teacher }) =>
    attentionDivergence.run(k, { student, teacher, tokens }, { padding }),
  'relation of values': ({ states: student, tokens }, { states: teacher }) =>
    valueRelation.run(k, { student, teacher, tokens }, { heads: HEADS, padding }),
  'first token': ({ states: student }, { states: teacher }) => firstToken.run(k, { student, teacher }, {}),
};
const numberOf = (it: tf.Tensor): number => it.dataSync()[0] as number;

describe.each(Object.entries(LOSSES))('%s', (name, loss) => {
  test('does not change with padding', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.integer({ min: 1, max: 4 }), (seed, more) => {
        const at = (length: number) => numberOf(loss(drawn(seed, length), drawn(seed + 1000, length)));
        const short = at(3);
        expect(Math.abs(at(3 + more) - short)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(short)));
      }),
      { numRuns: 20 },
    );
  });

  test.skipIf(name === 'masked language')('is 0 where the student is the teacher, and more elsewhere', () => {
    expect(Math.abs(numberOf(loss(drawn(1, 5), drawn(1, 5))))).toBeLessThan(1e-6);
    expect(numberOf(loss(drawn(1, 5), drawn(2, 5)))).toBeGreaterThan(1e-3);
  });
});

test("the mean over all entries, as TinyBERT's authors take it, falls with padding", () => {
  const at = (length: number) => {
    const [own, other] = [drawn(1, length), drawn(2, length)];
    const inputs = { student: own.scores, teacher: other.scores, tokens: own.tokens };
    return numberOf(attentionDistance.run(k, inputs, { over: 'all', padding }));
  };
  expect(at(8)).toBeLessThan(0.8 * at(3));
});
