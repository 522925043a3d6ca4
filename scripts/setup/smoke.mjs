// One real training step on an engine, in a process of its own: a library that cannot be loaded ends this
// process, not set-up's. Usage: node smoke.mjs <engine folder>. Prints one line of JSON: { version, device, loss }.
//
// The recipe for loading TensorFlow without tfjs-node's entry file, which looks for a binding at its own place:
//   1. util.isNullOrUndefined must exist (removed in Node 23), TF_CPP_MIN_LOG_LEVEL=2 must be set;
//   2. require the engine's lib/tfjs_binding.node by its full path (it finds the libraries beside itself);
//   3. new NodeJSKernelBackend(binding, name) from dist/nodejs_kernel_backend; the name only decides the words
//      of two messages: which device is used, the binding finds out itself (isUsingGpuDevice);
//   4. require dist/register_all_kernels, registerBackend('tensorflow', …), setBackend.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
util.isNullOrUndefined ??= (value) => value === null || value === undefined;

const require = createRequire(import.meta.url);
const binding = require(join(process.argv[2] ?? '', 'lib', 'tfjs_binding.node'));
const tf = require('@tensorflow/tfjs');
const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend');
require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');

const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu');
tf.registerBackend('tensorflow', () => backend);
await tf.setBackend('tensorflow');

// A convolution, its gradient and Adam: what every run needs. Two classes that a single step can tell apart.
const images = tf.tensor4d([...Array(64).fill(1), ...Array(64).fill(-1)], [2, 8, 8, 1]);
const labels = tf.tensor2d([1, 0, 0, 1], [2, 2]);
const filter = tf.variable(tf.fill([3, 3, 1, 2], 0.1));
const dense = tf.variable(tf.fill([128, 2], 0.01));
const loss = () => {
  const features = tf.conv2d(images, filter.as4D(3, 3, 1, 2), 1, 'same').reshape([2, -1]);
  return tf.losses.softmaxCrossEntropy(labels, tf.matMul(features, dense)).asScalar();
};
const before = loss().dataSync()[0] ?? Number.NaN;
tf.train.adam(0.01).minimize(loss);
const after = loss().dataSync()[0] ?? Number.NaN;
if (!(after < before)) throw new Error(`one training step took the loss from ${before} to ${after}`);

const device = backend.isUsingGpuDevice ? 'NVIDIA GPU through CUDA' : 'CPU';
console.log(JSON.stringify({ version: binding.TF_Version, device, before, after }));
