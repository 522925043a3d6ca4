import { z } from 'zod';
import type { TransformerSize } from '../trunk.ts';

/*
 * How an encoder that others trained tells its size: `config.json` as BERT (and MiniLM, which is a BERT) and DistilBERT have it.
 * More fields stand there than are needed; those that would make it another network must have the one value that is read here.
 */

const count = z.int().positive().max(1_000_000);
const gelu = z.literal('gelu', { error: 'another activation than gelu' });
const absolute = z.literal('absolute', { error: 'other places than absolute ones' }).default('absolute');

const Bert = z.object({
  model_type: z.literal('bert'),
  hidden_size: count,
  num_hidden_layers: count.max(48),
  num_attention_heads: count,
  intermediate_size: count,
  hidden_act: gelu,
  layer_norm_eps: z.number().positive().max(0.1).default(1e-12),
  position_embedding_type: absolute,
});
const DistilBert = z.object({
  model_type: z.literal('distilbert'),
  dim: count,
  n_layers: count.max(48),
  n_heads: count,
  hidden_dim: count,
  activation: gelu,
  /** Its places are learned all the same: the sines are only what they begin with. */
  sinusoidal_pos_embds: z.boolean().default(false),
});

/** `config.json` of an encoder that can be read. */
export const EncoderConfig = z.discriminatedUnion('model_type', [Bert, DistilBert]);
export type EncoderConfig = z.infer<typeof EncoderConfig>;

export type EncoderSize = Pick<TransformerSize, 'units' | 'blocks' | 'heads' | 'feedForward'> & {
  readonly epsilon: number;
};

export function encoderSize(config: EncoderConfig): EncoderSize {
  if (config.model_type === 'bert')
    return {
      units: config.hidden_size,
      blocks: config.num_hidden_layers,
      heads: config.num_attention_heads,
      feedForward: config.intermediate_size,
      epsilon: config.layer_norm_eps,
    };
  const { dim: units, n_layers: blocks, n_heads: heads, hidden_dim: feedForward } = config;
  return { units, blocks, heads, feedForward, epsilon: 1e-12 };
}
