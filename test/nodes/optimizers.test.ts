import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam } from '../../src/nodes/optimizer/adam/op.ts';
import { adamw } from '../../src/nodes/optimizer/adamw/op.ts';
import { sgd } from '../../src/nodes/optimizer/sgd/op.ts';
import type { Kernel, UpdateRule } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

/** Minimises w² from w = 3 and gives w after every step. */
function descend(rule: UpdateRule, args: unknown, rate: number, steps: number, decays = true): number[] {
  let value: tf.Tensor = tf.scalar(3);
  let slots: Readonly<Record<string, tf.Tensor>> = Object.fromEntries(
    rule.slots.map((it) => [it, tf.scalar(0)]),
  );
  const path: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const factors = Object.fromEntries(
      Object.entries(rule.factors({ rate, step }, args)).map(([name, it]) => [name, tf.scalar(it)]),
    );
    const next = rule.update(k, { value, gradient: tf.mul(value, 2), slots, factors, decays }, args);
    value = next.value;
    slots = next.slots;
    path.push(value.dataSync()[0] as number);
  }
  return path;
}

const close = (found: number[], wanted: number[]): void => {
  for (const [at, value] of wanted.entries()) expect(found[at]).toBeCloseTo(value, 5);
};

describe('SGD', () => {
  test('with momentum, decay and Nesterov follows its formula', () => {
    const args = { momentum: 0.9, nesterov: true, weightDecay: 0.1 };
    let [w, v] = [3, 0];
    const wanted = Array.from({ length: 5 }, () => {
      const g = 2 * w + 0.1 * w;
      v = 0.9 * v + g;
      w -= 0.05 * (g + 0.9 * v);
      return w;
    });
    close(descend(sgd, args, 0.05, 5), wanted);
  });

  test('leaves biases undecayed', () => {
    const plain = descend(sgd, { momentum: 0, nesterov: false, weightDecay: 0 }, 0.1, 3);
    expect(descend(sgd, { momentum: 0, nesterov: false, weightDecay: 0.5 }, 0.1, 3, false)).toEqual(plain);
    expect(descend(sgd, { momentum: 0, nesterov: false, weightDecay: 0.5 }, 0.1, 3, true)).not.toEqual(plain);
  });
});

function adamPath(steps: number, rate: number, pull: (w: number) => number, shrink: number): number[] {
  let [w, m, v] = [3, 0, 0];
  return Array.from({ length: steps }, (_, at) => {
    const g = 2 * w + pull(w);
    w *= shrink;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    w -= (rate * (m / (1 - 0.9 ** (at + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (at + 1))) + 1e-7);
    return w;
  });
}

const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

test('Adam follows its formula; its weight decay passes through the gradient', () => {
  close(
    descend(adam, { ...moments, weightDecay: 0.1 }, 0.1, 6),
    adamPath(6, 0.1, (w) => 0.1 * w, 1),
  );
});

test("AdamW's weight decay does not pass through the gradient", () => {
  close(
    descend(adamw, { ...moments, weightDecay: 0.1 }, 0.1, 6),
    adamPath(6, 0.1, () => 0, 1 - 0.1 * 0.1),
  );
});
