import type { TokenKinds } from '../../../pipeline/ports.ts';
import { NETWORK_INPUT } from '../../../plan/layers.ts';
import { layerChain } from '../define-network.ts';

export type TransformerSize = {
  readonly units: number;
  readonly blocks: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly pool: 'mean' | 'first';
  readonly languageHead: boolean;
  readonly dropout: number;
  /** Of all norms. */
  readonly epsilon?: number;
};

/** As BERT has it; float32 computes with it as with zero. */
const EPSILON = 1e-12;

/** All layers of a transformer encoder but its classifier; their ids are those that the node's help names. */
export function transformerTrunk(
  { units, blocks, heads, feedForward, pool, languageHead, dropout, epsilon = EPSILON }: TransformerSize,
  tokens: Pick<TokenKinds, 'vocabulary' | 'padding'> = { vocabulary: 1, padding: 0 },
): ReturnType<typeof layerChain> {
  const { vocabulary, padding } = tokens;
  const chain = layerChain();
  const { add } = chain;
  const dropped = (id: string) => dropout > 0 && add({ kind: 'dropout', rate: dropout, id });
  const norm = (id: string) => add({ kind: 'layer-norm', epsilon, id });
  add({ kind: 'token-embedding', vocabulary, units, id: 'embedding' });
  add({ kind: 'position-embedding', id: 'places' });
  let hidden = norm('embedding-norm');
  if (dropped('embedding-dropout')) hidden = 'embedding-dropout';
  for (let block = 1; block <= blocks; block += 1) {
    const id = (part: string) => `block-${block}-${part}`;
    const [query, key, value] = ['query', 'key', 'value'].map((it) =>
      add({ kind: 'token-dense', units, bias: it !== 'key', id: id(it), from: [hidden] }),
    ) as [string, string, string];
    add({ kind: 'attention-scores', heads, padding, id: id('scores'), from: [query, key, NETWORK_INPUT] });
    add({ kind: 'attention-context', id: id('context'), from: [id('scores'), value] });
    add({ kind: 'token-dense', units, bias: true, id: id('attended') });
    dropped(id('attended-dropout'));
    add({ kind: 'add', id: id('attended-sum'), from: [lastOf(chain), hidden] });
    const attended = norm(id('attended-norm'));
    add({ kind: 'token-dense', units: feedForward, bias: true, id: id('wide') });
    add({ kind: 'activation', function: 'gelu', id: id('gelu') });
    add({ kind: 'token-dense', units, bias: true, id: id('narrow') });
    dropped(id('narrow-dropout'));
    add({ kind: 'add', id: id('sum'), from: [lastOf(chain), attended] });
    hidden = norm(id('norm'));
  }
  if (languageHead) {
    add({ kind: 'token-dense', units, bias: true, id: 'language-dense' });
    add({ kind: 'activation', function: 'gelu', id: 'language-gelu' });
    norm('language-norm');
    add({ kind: 'language-head', vocabulary, table: 'embedding', id: 'language' });
  }
  add({ kind: 'token-pool', of: pool, padding, id: 'pool', from: [hidden, NETWORK_INPUT] });
  return chain;
}

const lastOf = ({ layers }: ReturnType<typeof layerChain>): string => layers.at(-1)?.id ?? NETWORK_INPUT;
