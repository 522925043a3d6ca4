import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';

export const maskTokens = defineNode({
  type: 'data.mask-tokens',
  version: 1,
  category: 'data',
  title: 'Mask tokens',
  summary: 'Hides a share of the tokens of each training text, to be found again.',
  source: 'Devlin et al.: BERT (2018), arXiv:1810.04805.',
  keywords: ['masked language', 'mlm', 'text', 'bert', 'cloze', 'augmentation'],
  help: `Draws some tokens of each training text, anew in each epoch, and hides most of them from the network. Special tokens are
never drawn; texts to measure on stay as they are.

## When to use it
Before a masked-language loss, which asks for the hidden tokens. Without such a loss it only makes the task harder, which
can help small data.

## Formula
Each token is drawn with probability *share*. A drawn token becomes [MASK] with probability *masked*, any other token with
probability *replaced*, and stays as it is otherwise. target[n, length] = the token where it was drawn, −100 elsewhere.`,
  inputs: { data: { kind: 'data', title: 'data' } },
  outputs: { data: { kind: 'data', title: 'data' } },
  params: z.strictObject({
    share: real(
      0.15,
      { min: 0.01, max: 0.9 },
      { title: 'Share', help: 'Share of the tokens that are drawn.', step: 0.05 },
    ),
    masked: real(
      0.8,
      { min: 0, max: 1 },
      { title: 'Masked', help: 'Share of the drawn tokens that become [MASK].', step: 0.1 },
    ),
    replaced: real(
      0.1,
      { min: 0, max: 1 },
      {
        title: 'Replaced',
        help: 'Share of the drawn tokens that become any other token. What is left stays as it is.',
        step: 0.1,
      },
    ),
  }),
  infer: ({ params, inputs: { data } }) => {
    if (!data) return {};
    const { tokens } = data;
    if (!tokens)
      return {
        problems: [
          {
            code: 'data-kind',
            port: 'data',
            message: `${data.name} are images, and tokens are hidden in texts.`,
            found: 'images',
            allowed: 'texts',
            fix: 'Wire a data set of texts, as the IMDB reviews.',
          },
        ],
      };
    const shares = params.masked + params.replaced;
    if (shares > 1 + 1e-9)
      return {
        problems: [
          {
            code: 'shares',
            param: 'replaced',
            message: 'Masked and replaced tokens are more than all that are drawn.',
            found: String(shares),
            allowed: '0 … 1 together',
            fix: 'Lower one of the two.',
          },
        ],
      };
    return { outputs: { data: { ...data, tokens: { ...tokens, masked: true } } } };
  },
  lower: ({ params: { share, masked, replaced }, inputs: { data } }) => {
    const { source } = data;
    const step = { kind: 'mask-tokens', share, masked, replaced: Math.min(replaced, 1 - masked) } as const;
    return { data: { kind: 'data', source: { ...source, transform: [...source.transform, step] } } };
  },
});
