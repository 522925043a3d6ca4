import { z } from 'zod';
import type { PipelineDefinition } from '../../pipeline/definition.ts';
import type { TokenKinds } from '../../pipeline/ports.ts';
import { type Layer, LayerRefusal, NETWORK_INPUT } from '../../plan/layers.ts';
import { defineNode, type NodeDefinition } from '../define.ts';
import { integer } from '../params.ts';
import { measuredBy, rememberedNetworks } from './measured.ts';

/** As a union member alone, so that a chain can leave out what it fills in itself. */
type LayerDraft = Layer extends infer L
  ? L extends Layer
    ? Omit<L, 'id' | 'from'> & { id?: string; from?: string[] }
    : never
  : never;

/**
 * Builds a list of layers in which each reads the one before unless it says otherwise. A layer without an id is called
 * `kind-1`, `kind-2`, … Documents name layers by these ids: an architecture with parts gives ids of its own by the place in
 * them, `part.part.layer`, so that a wire still leads from the same layer when another part grows.
 */
export function layerChain(): { add: (layer: LayerDraft) => string; layers: Layer[] } {
  const layers: Layer[] = [];
  const seen = new Map<string, number>();
  const add = (draft: LayerDraft): string => {
    const count = (seen.get(draft.kind) ?? 0) + 1;
    seen.set(draft.kind, count);
    const layer = {
      id: `${draft.kind}-${count}`,
      from: [layers.at(-1)?.id ?? NETWORK_INPUT],
      ...draft,
    } as Layer;
    layers.push(layer);
    return layer.id;
  };
  return { add, layers };
}

const known = rememberedNetworks();

type Architecture<P extends z.ZodRawShape> = {
  name: string;
  title: string;
  summary: string;
  source: string;
  help: string;
  keywords: readonly string[];
  params: P;
  /**
   * All layers but the last dense one, which gives the logits and is added for every network.
   *
   * @param tokens what the numbers of a text mean; left out where the input are images
   * @throws LayerRefusal where it cannot read such an input
   */
  trunk: (
    params: z.output<z.ZodObject<P>>,
    input: readonly number[],
    tokens: Tokens | undefined,
  ) => ReturnType<typeof layerChain>;
  /** Left out: images. */
  reads?: 'images' | 'tokens';
  /** 1 where it is left out. */
  version?: number;
  upgrade?: PipelineDefinition['upgrade'];
};

type Tokens = Pick<TokenKinds, 'vocabulary' | 'padding'>;

/** A network architecture. Input shape and number of classes come from the data that it meets. */
export function defineNetwork<P extends z.ZodRawShape>(at: Architecture<P>): NodeDefinition {
  const params = z.strictObject({
    ...at.params,
    outputs: integer(
      0,
      { min: 0, max: 10_000 },
      {
        title: 'Outputs',
        help: 'Number of logits. 0 takes as many as the data has classes.',
      },
    ),
  }) as unknown as z.ZodType<Record<string, unknown>>;
  const reads = at.reads ?? 'images';
  const build = (
    all: Record<string, unknown>,
    input: readonly number[],
    classes: number,
    tokens?: Tokens,
  ): Layer[] => {
    if (reads === 'images' && tokens) throw new LayerRefusal(`${at.title} reads images, and these are texts`);
    if (reads === 'tokens' && !tokens)
      throw new LayerRefusal(`${at.title} reads texts, and these are images`);
    const chain = at.trunk(all as z.output<z.ZodObject<P>>, input, tokens);
    chain.add({ kind: 'dense', units: (all.outputs as number) || classes, id: 'logits' });
    return chain.layers;
  };
  return defineNode({
    type: `network.${at.name}`,
    version: at.version ?? 1,
    ...(at.upgrade && { upgrade: at.upgrade }),
    category: 'network',
    title: at.title,
    summary: at.summary,
    source: at.source,
    help: at.help,
    keywords: at.keywords,
    inputs: {},
    outputs: { network: { kind: 'network', title: 'network', help: 'The architecture, without weights.' } },
    params,
    infer: ({ params: all }) => ({
      outputs: {
        network: {
          kind: 'network',
          ...(all.outputs ? { outputs: all.outputs as number } : {}),
          measure: (input, classes, tokens) =>
            known([all], `${input.join('×')} ${classes} ${tokens?.vocabulary ?? ''}`, () =>
              measuredBy(input, () => build(all, input, classes, tokens)),
            ),
        },
      },
    }),
    lower: ({ params: all }) => ({
      network: { kind: 'network', layers: (input, classes, tokens) => build(all, input, classes, tokens) },
    }),
  });
}
