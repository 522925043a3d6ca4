import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { crossEntropy } from '../../loss/cross-entropy/op.ts';
import { choice, flag } from '../../params.ts';
import { attackOf, radiusParam, stepParams } from '../attack-params.ts';

export const adversary = defineNode({
  type: 'model.adversary',
  version: 1,
  category: 'model',
  title: 'Adversary',
  summary: "A student's answers to images that are moved, a little at each pixel, to mislead it.",
  source:
    'Madry et al.: PGD (2018), arXiv:1706.06083; Goodfellow et al.: FGSM (2015), arXiv:1412.6572; Goldblum et al.: ARD (2020), arXiv:1905.09747.',
  keywords: ['adversarial', 'robust', 'attack', 'pgd', 'fgsm', 'ard', 'perturbation', 'epsilon'],
  help: `At each step of training the images of the batch are moved so that the student's cross-entropy rises, each pixel by
no more than the radius, and the student answers to these. The attack sees the student as it learns: normalized by the batch, with
the same units dropped. Weights learn from the answers alone; no gradient goes back through the attack.

## When to use it
For a student that must not be fooled by noise made to fool it. Into a distillation loss in the place of the student's own logits,
with the teacher's answers to the clean images, beside cross-entropy on clean images: robust distillation (ARD). Into cross-entropy
alone: plain adversarial training. Ten steps cost about eight times as much as training without. Measure it by the Evaluation's
robust accuracy.

## Formula
logits = s(x + d) [n, c], x [n, h, w, c]; d = argmax CE(s(x + d), y) over |d| ≤ radius / 255, x + d in 0 … 1, sought by
dₖ₊₁ = clip(dₖ + step / 255 · sign ∂CE/∂d). ARD: L = α · T² · KL(softmax(t(x)/T) ‖ softmax(s(x + d)/T)) + (1 − α) · CE(s(x), y).`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
  },
  outputs: {
    logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'logits under attack' },
  },
  params: z.strictObject({
    method: choice(['pgd', 'fgsm'], 'pgd', {
      title: 'Attack',
      help: 'Many small steps, or one as long as the radius, which costs a tenth and teaches less.',
      titles: { pgd: 'PGD: steps', fgsm: 'FGSM: one step' },
    }),
    radius: radiusParam(8, {
      min: 0.01,
      help: 'How far a pixel may be moved: 8 is usual for photographs, 76.5 for MNIST.',
    }),
    ...stepParams({ step: 2, iterations: 10, when: { param: 'method', is: ['pgd'] } }),
    randomStart: flag(true, {
      title: 'Random start',
      help: 'Begins at a place drawn within the radius, so that the student does not learn to hide its slope at the image.',
      when: { param: 'method', is: ['pgd'] },
    }),
  }),
  presets: [
    {
      title: 'CIFAR-10, 8/255',
      source: 'Goldblum et al. (2020) and Madry et al. (2018), training on CIFAR-10.',
      params: { method: 'pgd', radius: 8, step: 2, iterations: 10, randomStart: true },
    },
    {
      title: 'MNIST, 0.3',
      source: 'Madry et al. (2018), training on MNIST.',
      params: { method: 'pgd', radius: 76.5, step: 2.55, iterations: 40, randomStart: true },
    },
    {
      title: 'One step',
      source: 'Goodfellow, Shlens and Szegedy (2015).',
      params: { method: 'fgsm' },
    },
  ],
  infer: ({ inputs: { student } }) => ({
    problems: [],
    outputs: student?.kind === 'activation' ? { logits: student } : {},
  }),
  lower: ({ params, inputs, plan }) => {
    const own = plan.tapped(plan.tensor(inputs.student));
    if (!own?.onImages || own.layer !== plan.networkOf(own.network).layers.at(-1)?.id)
      throw new ProblemError({
        code: 'attack-open',
        port: 'student',
        message: 'The adversary attacks a network by its answers to images, and this is not one.',
        fix: "Wire the student's own logits.",
      });
    const { network, source } = own;
    const on = plan.perturb({
      network,
      source,
      op: crossEntropy,
      role: 'student',
      inputs: { labels: plan.labels(inputs.labels) },
      args: { smoothing: 0 },
      attack: attackOf(params, params.randomStart ? 'random' : 'image'),
    });
    return { logits: { kind: 'tensor', ref: plan.apply({ network, on, frozen: false }) } };
  },
});
