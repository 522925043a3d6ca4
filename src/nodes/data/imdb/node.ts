import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { integer } from '../../params.ts';
import { exampleCounts } from '../example-counts.ts';

const CLASSES = 2;
const EACH = 25_000;
/** What set-up writes (`scripts/setup/imdb.mjs`): the special pieces first, padding as number 0. */
const TOKENS = { vocabulary: 4096, stored: 254, padding: 0, start: 2, end: 3, mask: 4, reserved: 5 } as const;
const FILES = {
  'train-tokens-idx2-short': 'd973787ba47f4009da63d1e1274e77cb04f9afb2f657a74cb8453f3fc65f8892',
  'train-labels-idx1-ubyte': 'de3f44513d22fe3687298e1dac5017c519d179a5b0c4f7554105d02c23096ace',
  'test-tokens-idx2-short': 'e3ff631ec7c21af87928f66a4ca1ae9fbf6f897917e008d3c452e36c06e90021',
  'test-labels-idx1-ubyte': 'de3f44513d22fe3687298e1dac5017c519d179a5b0c4f7554105d02c23096ace',
} as const;

export const imdb = defineNode({
  type: 'data.imdb',
  version: 1,
  category: 'data',
  title: 'IMDB reviews',
  summary: '50,000 film reviews in English, as pieces of words; each praises or pans.',
  source:
    'Maas et al.: Learning word vectors for sentiment analysis (2011). Pieces: WordPiece of BERT, arXiv:1810.04805.',
  keywords: ['text', 'sentiment', 'english', 'language', 'reviews', 'wordpiece', 'nlp'],
  help: `Film reviews in the official parts: 25,000 to train on and 25,000 to test on, half of each positive. Nothing of a
film in one part is in the other.

## When to use it
To distil networks that read: wire it into a Transformer. The network sees the first *tokens* pieces of each review; more
is better and slower, as attention costs their square.

## Getting it
Set-up leaves it out: \`npm run data -- imdb\` in a checkout brings it once, 113 MB, and cuts the reviews into pieces, which
takes about a minute. Beside the reviews it leaves MiniLM, the pretrained encoder that the pieces come from:
\`npm run distill -- --import minilm --tokens 96\` makes a model of it that a Teacher can load.

## Pieces
BERT's uncased WordPiece tokenizer with 4,096 of its pieces: those that the training reviews use most. A rare word is cut
into smaller pieces. Each piece is one of BERT's, so that the rows of a pretrained encoder can be found.

## Formula
text [length] in 0 … 4095: [CLS] pieces … [SEP] [PAD] …; label in {0, 1} (negative, positive).`,
  classNames: ['negative', 'positive'],
  inputs: {},
  outputs: {
    data: { kind: 'data', title: 'data', help: 'Texts, labels and the parts they are split into.' },
  },
  params: z.strictObject({
    ...exampleCounts(EACH, EACH),
    length: integer(
      128,
      { min: 8, max: 256 },
      {
        title: 'Tokens',
        help: 'How many tokens of a review the network sees, [CLS] and [SEP] among them.',
        unit: 'tokens',
        step: 16,
      },
    ),
  }),
  infer: ({ params: { trainExamples, testExamples, length } }) => ({
    outputs: {
      data: {
        kind: 'data',
        name: 'IMDB reviews',
        shape: [length],
        tokens: { vocabulary: TOKENS.vocabulary, padding: TOKENS.padding, masked: false },
        classes: CLASSES,
        counts: { train: trainExamples, validation: 0, test: testExamples },
      },
    },
  }),
  lower: ({ params: { trainExamples, testExamples, length } }) => ({
    data: {
      kind: 'data',
      source: {
        set: 'imdb',
        files: { ...FILES },
        shape: [length],
        tokens: { ...TOKENS },
        classes: CLASSES,
        counts: { train: trainExamples, validation: 0, test: testExamples },
        splitSeed: 1,
        transform: [],
      },
    },
  }),
});
