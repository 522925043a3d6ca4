import { defineTextLoss } from '../define-text-loss.ts';
import { maskedLanguage } from './op.ts';

export const maskedLanguageLoss = defineTextLoss({
  name: 'masked-language',
  title: 'Masked language',
  summary: 'Learns to find hidden tokens again: no labels and no teacher are needed.',
  source: 'Devlin et al.: BERT (2018), arXiv:1810.04805.',
  keywords: ['mlm', 'language model', 'cloze', 'bert', 'text', 'pretraining'],
  help: `Asks the language head which tokens were hidden.

## When to use it
To train a network that reads on texts without labels, or beside other losses as DistilBERT does. The data must go through Mask
tokens, and the network needs its language head.

## Formula
L = −(1/m) Σ log softmax(zᵢⱼ)[targetᵢⱼ] over the m hidden places, z [n, l, v].`,
  op: maskedLanguage,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'v'], gradient: 'yes', title: 'language logits' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; DistilBERT gives it 2.' },
  params: {},
});
