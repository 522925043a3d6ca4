import { z } from 'zod';
import { channelSpaces } from '../../plan/channel-spaces.ts';
import { channelRule, type Layer, networkShape } from '../../plan/layers.ts';
import { type Built, ChangeRefusal } from '../../plan/start.ts';

/** One change of a network that leaves what it computes as it is. */
export const Change = z.discriminatedUnion('kind', [
  /** A layer that makes channels makes so many instead; all layers whose channels are the same go with it. */
  z.strictObject({ kind: z.literal('wider'), layer: z.string(), channels: z.int().positive() }),
  /** A layer that gives back what it gets, and a ReLU, behind a layer. */
  z.strictObject({ kind: z.literal('deeper'), after: z.string() }),
  /** y = h + g(h) behind a layer, the last part of g at zero. */
  z.strictObject({ kind: z.literal('residual'), after: z.string() }),
]);
export type Change = z.infer<typeof Change>;

/** Layers that leave what is not negative not negative. */
const KEEPS_SIGN: ReadonlySet<string> = new Set([
  'max-pool',
  'average-pool',
  'global-average-pool',
  'dropout',
  'flatten',
]);
const NORM = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;
const RELU = { kind: 'activation', function: 'relu' } as const;
/** Height and width of inserted convolutions: odd, so that there is a middle. */
export const KERNEL = 3;

/** The layers after a change, without weights. @throws ChangeRefusal */
export function changed(of: Built, change: Change): Built {
  if (change.kind === 'wider') return widened(of, change.layer, change.channels);
  const at = layerIn(of, change.after);
  if (at === of.layers.at(-1))
    throw new ChangeRefusal(`${at.id} gives the logits, and nothing can stand behind it`);
  const added = change.kind === 'deeper' ? identityBehind(of, at) : residualBehind(of, at);
  const last = added.at(-1)?.id as string;
  const reads = (it: Layer): Layer => ({
    ...it,
    from: it.from.map((from) => (from === at.id ? last : from)),
  });
  const layers = of.layers.flatMap((it) => (it === at ? [it, ...added] : [reads(it)]));
  return { layers, input: of.input };
}

export function layerIn({ layers }: Built, id: string): Layer {
  const found = layers.find((it) => it.id === id);
  if (found) return found;
  throw new ChangeRefusal(`there is no layer ${id}: there are ${layers.map((it) => it.id).join(', ')}`);
}

/** What stands in the way of another width, in words; null where nothing does. */
export function whyNotWider(of: Built, id: string): string | null {
  if (channelRule(layerIn(of, id))?.kind !== 'makes') return `${id} makes no channels of its own`;
  const spaces = channelSpaces(of);
  return spaces.blocked(spaces.of(id).name);
}

function widened(of: Built, id: string, channels: number): Built {
  const why = whyNotWider(of, id);
  if (why) throw new ChangeRefusal(`channels of ${id} cannot be more: ${why}`);
  const spaces = channelSpaces(of);
  const before = channelsOf(of, id);
  if (channels < before)
    throw new ChangeRefusal(`${id} has ${before} channels, more than the ${channels} wanted`);
  const makers = spaces.makers(spaces.of(id).name);
  const layers = of.layers.map((it) => {
    const rule = channelRule(it);
    return makers.includes(it) && rule?.kind === 'makes' ? rule.resized(it, channels) : it;
  });
  return { layers, input: of.input };
}

export const channelsOf = ({ layers, input }: Built, id: string): number =>
  networkShape(layers, input).layers.get(id)?.output.at(-1) ?? 0;

/** Whether a layer gives nothing below zero, so that a ReLU behind it changes nothing. */
function isPositive(of: Built, at: Layer): boolean {
  if (at.kind === 'activation') return at.function === 'relu';
  const before = of.layers.find((it) => it.id === at.from[0]);
  return KEEPS_SIGN.has(at.kind) && before !== undefined && isPositive(of, before);
}

function identityBehind(of: Built, at: Layer): Layer[] {
  if (!isPositive(of, at))
    throw new ChangeRefusal(
      `behind ${at.id} (${at.kind === 'activation' ? at.function : at.kind}) a layer that gives back what it gets has to be without a ReLU, and ReLU alone is the same when it is done twice: choose residual`,
    );
  const map = unused(of, `${at.id}.deeper`);
  return [mapping(of, at, map, at.id), { ...RELU, id: `${map}-relu`, from: [map] }];
}

/** g has normalizations where the network has some: the last one begins with γ = 0, else the last layer is zero. */
function residualBehind(of: Built, at: Layer): Layer[] {
  const branch = unused(of, `${at.id}.residual`);
  const name = (part: string) => `${branch}-${part}`;
  const isNormed = of.layers.some((it) => it.kind === 'batch-norm');
  const first: Layer[] = isNormed ? [{ ...NORM, id: name('norm1'), from: [name('1')] }] : [];
  const last: Layer[] = isNormed ? [{ ...NORM, gamma: 'zeros', id: name('norm2'), from: [name('2')] }] : [];
  const withBias = !isNormed;
  return [
    mapping(of, at, name('1'), at.id, withBias),
    ...first,
    { ...RELU, id: name('relu'), from: [first[0]?.id ?? name('1')] },
    mapping(of, at, name('2'), name('relu'), withBias),
    ...last,
    { kind: 'add', id: name('add'), from: [at.id, last[0]?.id ?? name('2')] },
  ];
}

/** A name that no layer begins with: a network may grow at the same place again. */
function unused({ layers }: Built, wanted: string): string {
  const isTaken = (name: string): boolean =>
    layers.some((it) => it.id === name || it.id.startsWith(`${name}-`));
  let name = wanted;
  for (let count = 2; isTaken(name); count += 1) name = `${wanted}${count}`;
  return name;
}

/** A layer that makes as many channels of what another gives as there are, at the same places. */
function mapping(of: Built, at: Layer, id: string, from: string, bias = true): Layer {
  const shape = networkShape(of.layers, of.input).layers.get(at.id)?.output ?? [];
  const channels = shape.at(-1) ?? 0;
  if (of.layers.some((it) => it.kind === 'token-embedding'))
    throw new ChangeRefusal(
      `${at.id} stands in a network that reads texts, and layers for tokens are not added`,
    );
  if (shape.length === 1) return { kind: 'dense', id, units: channels, from: [from] };
  if (shape.length === 3)
    return {
      kind: 'conv2d',
      id,
      filters: channels,
      kernel: KERNEL,
      stride: 1,
      padding: 'same',
      bias,
      from: [from],
    };
  throw new ChangeRefusal(`${at.id} gives ${shape.join('×')}, neither an image nor a row of values`);
}
