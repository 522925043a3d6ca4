import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { attentionDistance } from '../../src/nodes/loss/attention-distance/op.ts';
import { attentionDivergence } from '../../src/nodes/loss/attention-divergence/op.ts';
import { distilBert } from '../../src/nodes/loss/distil-bert/node.ts';
import { maskedLanguage } from '../../src/nodes/loss/masked-language/op.ts';
import { tokenCosine } from '../../src/nodes/loss/token-cosine/op.ts';
import { tokenSoftmax } from '../../src/nodes/loss/token-softmax/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { NO_TARGET } from '../../src/plan/plan.ts';
import { plainKernel } from './kernel.ts';

/* In what implementations of losses on texts differ without saying so. Each test fails where the other way is taken. */

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const padding = 0;
const numberOf = (it: tf.Tensor): number => it.dataSync()[0] as number;
/** One text of two tokens and a place of padding, with logits of four tokens of the vocabulary. */
const tokens = () => tf.tensor2d([[7, 8, padding]]);
const STUDENT = [1, -2, 0.5, 0];
const TEACHER = [0.5, 1.5, -1, 2];
const logits = (rows: number[][]) => tf.tensor3d([rows]);
const soft = (student: number[][], teacher: number[][], temperature: number): number =>
  numberOf(
    tokenSoftmax.run(k, { student: logits(student), teacher: logits(teacher), tokens: tokens() } as never, {
      temperature,
      padding,
    }),
  );

function divergence(student: readonly number[], teacher: readonly number[], temperature: number): number {
  const logOf = (z: readonly number[]) => {
    const sum = Math.log(z.reduce((total, it) => total + Math.exp(it / temperature), 0));
    return z.map((it) => it / temperature - sum);
  };
  const [s, t] = [logOf(student), logOf(teacher)];
  return t.reduce((total, it, at) => total + Math.exp(it) * (it - (s[at] as number)), 0);
}

describe('soft tokens', () => {
  test('are a sum over the vocabulary and a mean over tokens, times T²', () => {
    const value = soft([STUDENT, STUDENT, TEACHER], [TEACHER, STUDENT, STUDENT], 2);
    // Two tokens, of which one differs. An elementwise mean were a quarter of it, a mean over places two thirds.
    expect(value).toBeCloseTo((4 * divergence(STUDENT, TEACHER, 2)) / 2, 5);
  });

  test('keep the size of their gradient when the temperature grows', () => {
    const norm = (temperature: number) => {
      const gradient = tf.grad((it) =>
        tokenSoftmax.run(
          k,
          {
            student: it as tf.Tensor3D,
            teacher: logits([TEACHER, TEACHER, TEACHER]),
            tokens: tokens(),
          } as never,
          { temperature, padding },
        ),
      )(logits([STUDENT, STUDENT, STUDENT]));
      return numberOf(tf.norm(gradient));
    };
    // Without T² it would fall to a hundredth.
    expect(norm(100) / norm(10)).toBeGreaterThan(0.8);
  });

  test('do not clip what is improbable: a student that is sure and wrong is told how wrong', () => {
    const sure = [60, 0, 0, 0];
    const wrong = [0, 60, 0, 0];
    // A probability held above 1e-7 would stop at 16.
    expect(soft([wrong, wrong, wrong], [sure, sure, sure], 1)).toBeCloseTo(60, 2);
  });

  test('count hidden places alone only where that is asked for', () => {
    const at = (targets: number[] | null) =>
      numberOf(
        tokenSoftmax.run(
          k,
          {
            student: logits([STUDENT, TEACHER, STUDENT]),
            teacher: logits([TEACHER, TEACHER, TEACHER]),
            tokens: tokens(),
            ...(targets && { targets: tf.tensor2d([targets]) }),
          } as never,
          { temperature: 1, padding },
        ),
      );
    const whole = divergence(STUDENT, TEACHER, 1);
    expect(at(null)).toBeCloseTo(whole / 2, 5);
    expect(at([3, NO_TARGET, NO_TARGET])).toBeCloseTo(whole, 5);
    expect(at([NO_TARGET, 3, NO_TARGET])).toBeCloseTo(0, 6);
  });
});

describe('hidden tokens', () => {
  const language = (targets: number[]) =>
    numberOf(
      maskedLanguage.run(
        k,
        { student: logits([STUDENT, TEACHER, STUDENT]), targets: tf.tensor2d([targets]) },
        {},
      ),
    );
  const nats = (z: readonly number[], at: number) =>
    Math.log(z.reduce((total, it) => total + Math.exp(it), 0)) - (z[at] as number);

  test('are a mean over the places that are drawn, and places that are not are no token of number 0', () => {
    expect(language([2, NO_TARGET, NO_TARGET])).toBeCloseTo(nats(STUDENT, 2), 5);
    expect(language([2, 3, NO_TARGET])).toBeCloseTo((nats(STUDENT, 2) + nats(TEACHER, 3)) / 2, 5);
    expect(language([0, NO_TARGET, NO_TARGET])).toBeCloseTo(nats(STUDENT, 0), 5);
  });

  test('of a text without any cost nothing, and no NaN', () => {
    expect(language([NO_TARGET, NO_TARGET, NO_TARGET])).toBe(0);
  });
});

test('the cosine of hidden states knows directions and no lengths, and padding has none', () => {
  const at = (student: number[][]) =>
    numberOf(
      tokenCosine.run(
        k,
        { student: logits(student), teacher: logits([TEACHER, STUDENT, TEACHER]), tokens: tokens() },
        { padding },
      ),
    );
  const longer = TEACHER.map((it) => 5 * it);
  expect(at([longer, STUDENT, STUDENT])).toBeCloseTo(0, 5);
  expect(at([TEACHER.map((it) => -it), STUDENT, STUDENT])).toBeCloseTo(1, 5);
});

describe('attention', () => {
  const NOTHING = -1e9;
  const scores = (rows: number[][]) => tf.tensor4d([[rows]]);
  const student = [
    [0.5, 1, NOTHING],
    [-1, 0, NOTHING],
    [2, 2, NOTHING],
  ];
  const teacher = [
    [1.5, 1, NOTHING],
    [-1, 2, NOTHING],
    [7, -7, NOTHING],
  ];
  const inputs = () => ({ student: scores(student), teacher: scores(teacher), tokens: tokens() });

  test('by scores leaves out padding before it squares: what stands there is beyond float32', () => {
    expect(numberOf(attentionDistance.run(k, inputs(), { over: 'tokens', padding }))).toBeCloseTo(5 / 4, 5);
    // The authors' way: entries at or below −100 as 0, and a mean over all nine.
    const all = numberOf(attentionDistance.run(k, inputs(), { over: 'all', padding }));
    expect(all).toBeCloseTo((1 + 4 + 25 + 81) / 9, 4);
  });

  test('by probabilities counts queries that are tokens, each once', () => {
    const own = (row: number) =>
      divergence((student[row] as number[]).slice(0, 2), (teacher[row] as number[]).slice(0, 2), 1);
    const value = numberOf(attentionDivergence.run(k, inputs(), { padding }));
    expect(value).toBeCloseTo((own(0) + own(1)) / 2, 5);
  });

  test('is no part of DistilBERT, whose weights are those of the training and not of the README’s example', () => {
    expect(distilBert.params.parse({})).toMatchObject({
      soft: 5,
      masked: 2,
      cosine: 1,
      attention: 0,
      temperature: 2,
      hiddenOnly: false,
    });
  });
});
