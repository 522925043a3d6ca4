import { choice, integer, real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { anyLayers } from '../ports.ts';
import { sameShape } from '../same-shape.ts';
import { correlationCongruence } from './op.ts';

export const correlationCongruenceLoss = defineLoss({
  name: 'correlation-congruence',
  title: 'Correlation congruence (CC)',
  summary: "The student's features are to go together across examples as the teacher's do.",
  source:
    'Peng et al.: Correlation congruence for knowledge distillation (2019), arXiv:1904.01802; kernels as in torchdistill.',
  keywords: ['cc', 'cckd', 'correlation', 'relation', 'kernel'],
  help: `Three losses go by this name, and all are here. The paper brings both sides to one width by a linear layer each; put
a projector in front where widths differ.

## When to use it
Beside tempered softmax. The form of the authors' code depends on the order of the batch, which is drawn anew each epoch; the
kernels do not. Features of length about 1 suit the Gaussian kernel.

## Formula
neighbours: L = w · (1/(n−1)) Σᵢ Σₖ δᵢₖ δᵢ₊₁,ₖ, δ [n, s] = |eˢ − eᵗ|
bilinear: L = w · ‖Kˢ − Kᵗ‖_F / n², K [n, n] = e eᵀ
gaussian: the same with Kᵢⱼ = exp(−2γ) Σₚ ((2γ)ᵖ/p!) (eᵢ·eⱼ)ᵖ`,
  op: correlationCongruence,
  inputs: anyLayers,
  infer: ({ params, inputs }) => (params.form === 'neighbours' ? sameShape(inputs) : {}),
  weight: {
    value: 0.02,
    help: "0.02 belongs to the authors' code with embeddings of 128 values (RepDistiller); the kernels want about 1.",
  },
  params: {
    form: choice(['neighbours', 'bilinear', 'gaussian'], 'neighbours', {
      title: 'Form',
      help: 'Differences of neighbours in the batch, or tables of products between examples.',
      titles: {
        neighbours: "Neighbours (authors' code)",
        bilinear: 'Bilinear kernel (torchdistill)',
        gaussian: 'Gaussian kernel (torchdistill)',
      },
    }),
    gamma: real(
      0.4,
      { min: 0.001, max: 10 },
      {
        title: 'Gamma',
        help: 'How fast likeness falls with distance in the Gaussian kernel.',
        step: 0.1,
        when: { param: 'form', is: ['gaussian'] },
      },
    ),
    terms: integer(
      2,
      { min: 1, max: 5 },
      {
        title: 'Terms',
        help: 'Powers of the product that the Gaussian kernel is expanded into.',
        when: { param: 'form', is: ['gaussian'] },
      },
    ),
  },
});
