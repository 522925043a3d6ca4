import { choice, flag, integer, real } from '../../params.ts';
import { defineNetwork } from '../define-network.ts';
import { transformerTrunk } from './trunk.ts';

export const transformer = defineNetwork({
  name: 'transformer',
  title: 'Transformer',
  summary: 'An encoder that reads texts, as BERT does, of any size from tiny to base.',
  source: 'Devlin et al.: BERT (2018), arXiv:1810.04805; Vaswani et al. (2017), arXiv:1706.03762.',
  keywords: ['bert', 'encoder', 'attention', 'text', 'language', 'nlp'],
  reads: 'tokens',
  help: `Blocks of self-attention and a feed-forward part, each with a residual link and a layer norm behind it.

## When to use it
For texts, as teacher and as student. A student of DistilBERT's kind has the teacher's units and heads and half of its
blocks.

## Layers to tap
\`block-1-norm\`, \`block-2-norm\` … are the hidden states [length, units] behind each block, \`block-1-scores\` … attention
before the softmax [heads, length, length], \`block-1-query\`, \`-key\` and \`-value\` what it is made of, and, where the
network has one, \`language\` the language head's logits [length, vocabulary].

## Formula
h₀ = norm(table[tokens] + places); aᵢ = norm(hᵢ₋₁ + softmax(Q Kᵀ/√(d/heads) + mask) V W); hᵢ = norm(aᵢ + gelu(aᵢ W₁) W₂), all
[n, length, d]; logits = pool(h_last) W + b [n, classes]. The mask keeps attention from padding.`,
  params: {
    units: integer(
      128,
      { min: 8, max: 1024 },
      {
        title: 'Units',
        help: 'Numbers by which each token is described; a multiple of the heads.',
        unit: 'units',
        step: 32,
      },
    ),
    blocks: integer(4, { min: 1, max: 24 }, { title: 'Blocks', help: 'How many stand behind each other.' }),
    heads: integer(4, { min: 1, max: 32 }, { title: 'Heads', help: 'Of attention, side by side.' }),
    feedForward: integer(
      512,
      { min: 8, max: 4096 },
      {
        title: 'Feed-forward',
        help: 'Units between the two layers of the feed-forward part; four times the units as a rule.',
        unit: 'units',
        step: 128,
      },
    ),
    pool: choice(['mean', 'first'], 'mean', {
      title: 'Text from',
      help: 'What stands for the whole text: the mean of its tokens, or its first.',
      titles: { mean: 'Mean of tokens', first: 'First token' },
    }),
    languageHead: flag(false, {
      title: 'Language head',
      help: 'Also says which token stands at each place. Masked-language losses and DistilBERT need it.',
    }),
    dropout: real(
      0,
      { min: 0, max: 0.9 },
      {
        title: 'Dropout',
        help: 'Share of values left out at random, of embeddings and behind both parts of a block.',
        step: 0.1,
      },
    ),
  },
  trunk: (params, _input, tokens) => transformerTrunk(params, tokens),
});
