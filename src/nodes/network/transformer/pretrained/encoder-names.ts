import type { EncoderConfig } from './encoder-config.ts';

/*
 * What the weights of an encoder are called in the files of others, by the layers of the product's own transformer. Each
 * name stands without what files put in front of all of them (`bert.`, `distilbert.`) and without `.weight` and `.bias`.
 */

export type EncoderNames = {
  readonly tokens: string;
  readonly places: string;
  /** Rows that are added to every token by the text that it belongs to; left out where there is none. */
  readonly texts?: string;
  readonly norm: string;
  /** Of the layers of block `block` (from 0), by the part of its name behind `block-N-`. */
  readonly block: (block: number) => Readonly<Record<BlockPart, string>>;
  readonly language: { readonly dense: string; readonly norm: string; readonly bias: string };
  /** What stands in front of the encoder's own names in a file that holds a head beside it. */
  readonly prefix: string;
};
export type BlockPart = 'query' | 'key' | 'value' | 'attended' | 'attended-norm' | 'wide' | 'narrow' | 'norm';

const bert: EncoderNames = {
  prefix: 'bert.',
  tokens: 'embeddings.word_embeddings.weight',
  places: 'embeddings.position_embeddings.weight',
  texts: 'embeddings.token_type_embeddings.weight',
  norm: 'embeddings.LayerNorm',
  block: (block) => {
    const at = `encoder.layer.${block}`;
    return {
      query: `${at}.attention.self.query`,
      key: `${at}.attention.self.key`,
      value: `${at}.attention.self.value`,
      attended: `${at}.attention.output.dense`,
      'attended-norm': `${at}.attention.output.LayerNorm`,
      wide: `${at}.intermediate.dense`,
      narrow: `${at}.output.dense`,
      norm: `${at}.output.LayerNorm`,
    };
  },
  language: {
    dense: 'cls.predictions.transform.dense',
    norm: 'cls.predictions.transform.LayerNorm',
    bias: 'cls.predictions.bias',
  },
};

const distilBert: EncoderNames = {
  prefix: 'distilbert.',
  tokens: 'embeddings.word_embeddings.weight',
  places: 'embeddings.position_embeddings.weight',
  norm: 'embeddings.LayerNorm',
  block: (block) => {
    const at = `transformer.layer.${block}`;
    return {
      query: `${at}.attention.q_lin`,
      key: `${at}.attention.k_lin`,
      value: `${at}.attention.v_lin`,
      attended: `${at}.attention.out_lin`,
      'attended-norm': `${at}.sa_layer_norm`,
      wide: `${at}.ffn.lin1`,
      narrow: `${at}.ffn.lin2`,
      norm: `${at}.output_layer_norm`,
    };
  },
  language: { dense: 'vocab_transform', norm: 'vocab_layer_norm', bias: 'vocab_projector.bias' },
};

export const encoderNames = ({ model_type }: EncoderConfig): EncoderNames =>
  model_type === 'bert' ? bert : distilBert;
