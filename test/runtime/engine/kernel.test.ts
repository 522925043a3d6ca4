import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { kernelAt } from '../../../src/runtime/engine/kernel.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('what a loss may call', () => {
  test('stopGradient keeps the values and lets no gradient through', () => {
    const k = kernelAt(1, 0, 10);
    const x = tf.tensor1d([2, -3]);
    const gradient = tf.grad((it: tf.Tensor) => tf.sum(tf.mul(it, k.stopGradient(it))))(x);
    expect([...gradient.dataSync()]).toEqual([2, -3]);
  });

  test('stopGradient ends a way whose slope would not be finite', () => {
    const k = kernelAt(1, 0, 10);
    const gradient = tf.grad((it: tf.Tensor) => tf.add(tf.sum(it), tf.sum(k.stopGradient(tf.sqrt(it)))))(
      tf.tensor1d([0, 1]),
    );
    expect([...gradient.dataSync()]).toEqual([1, 1]);
  });

  test('stopGradient holds no memory of its own', () => {
    const k = kernelAt(1, 0, 10);
    const x = tf.tensor1d([1]);
    const before = tf.memory();
    tf.tidy(() => k.stopGradient(x).dataSync());
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect([...x.dataSync()]).toEqual([1]);
    x.dispose();
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers - 1);
  });

  test('progress is the share of steps that are done', () => {
    expect(kernelAt(1, 0, 8).progress().dataSync()[0]).toBe(0);
    expect(kernelAt(1, 6, 8).progress().dataSync()[0]).toBe(0.75);
  });
});
