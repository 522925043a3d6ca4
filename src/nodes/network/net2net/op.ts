import { z } from 'zod';
import { channelSpaces, repeated, taken } from '../../../plan/channel-spaces.ts';
import { networkShape, type Weight } from '../../../plan/layers.ts';
import { type Built, type Draws, defineStart, type Weighted } from '../../../plan/start.ts';
import { Change, changed, channelsOf, KERNEL } from '../../arithmetic/net2net-changes.ts';

type Draw = (name: string) => Draws;
type Weights = Map<string, Float32Array>;

/**
 * A network that is larger than its source and computes the same (Chen, Goodfellow, Shlens 2015, arXiv:1511.05641; residual
 * parts at zero as in later work).
 *
 * - `changes`, one after another. *wider* n → q: a channel j ≥ n is a copy of g(j), drawn uniformly from 0 … n − 1; g(j) = j
 *   below n. What makes or normalizes channels is copied along g, U¹[…, j] = W¹[…, g(j)]; what reads them is divided by how
 *   often each was copied, U²[…, j, :] = W²[…, g(j), :] / |{k : g(k) = g(j)}|. Channels that an addition makes the same
 *   have one g. *deeper*: the identity, 1 in the middle of a kernel [3, 3, c, c], and a bias of zero. *residual*:
 *   g begins anew but for its last part, which is zero.
 * - `noise`: what is added to the kernels that make copied channels and to inserted identities, normal with this share of
 *   the kernel's own standard deviation. With 0 the network computes the same but for rounding.
 */
export const startNet2net = defineStart({
  name: 'start.net2net',
  args: z.strictObject({ changes: z.array(Change), noise: z.number().min(0).max(1) }),
  weights: ({ from: [source], fresh, draw }, { changes, noise }) => {
    let grown = source as Weighted;
    for (const [at, change] of changes.entries()) {
      const named: Draw = (name) => draw(`${at}/${name}`);
      grown =
        change.kind === 'wider'
          ? wider(grown, change, noise, named)
          : deeper(grown, change, noise, named, fresh);
    }
    return new Map([...grown.weights].map(([name, values]) => [name, values.slice()]));
  },
});

const weightsIn = ({ layers, input }: Built): [layer: string, weight: Weight][] =>
  [...networkShape(layers, input).layers].flatMap(([layer, { weights }]) =>
    weights.map((it): [string, Weight] => [layer, it]),
  );

function wider(
  of: Weighted,
  change: Extract<Change, { kind: 'wider' }>,
  noise: number,
  draw: Draw,
): Weighted {
  const next = changed(of, change);
  const spaces = channelSpaces(of);
  const space = spaces.of(change.layer).name;
  const before = channelsOf(of, change.layer);
  const choice = draw('channels');
  const chosen = Array.from({ length: change.channels }, (_, at) =>
    at < before ? at : choice.whole(0, before - 1),
  );
  const times = new Float32Array(before);
  for (const it of chosen) times[it] = (times[it] ?? 0) + 1;
  const makers = new Set(spaces.makers(space).map((it) => it.id));
  const weights: Weights = new Map();
  for (const [layer, { name, shape, axes = [] }] of weightsIn(of)) {
    const key = `${layer}/${name}`;
    const sizes = [...shape];
    let values = of.weights.get(key) as Float32Array;
    const from = of.layers.find((it) => it.id === layer)?.from[0] ?? '';
    for (const [axis, follows] of axes.entries()) {
      const side = spaces.of(follows === 'in' ? from : layer);
      if (follows === null || side.name !== space) continue;
      const places = repeated(chosen, before, side.repeat);
      values = taken(values, sizes, axis, places);
      sizes[axis] = places.length;
      if (follows === 'in')
        values = divided(
          values,
          sizes,
          axis,
          places.map((it) => times[it % before] as number),
        );
    }
    if (noise > 0 && makers.has(layer) && name === 'kernel') {
      const [added, deviation] = [draw(key), noise * deviationOf(values)];
      const channels = sizes.at(-1) ?? 1;
      values = values.map((it, at) => (at % channels < before ? it : it + deviation * added.normal()));
    }
    weights.set(key, values);
  }
  return { ...next, weights };
}

/** Each entry along an axis divided by its number. */
function divided(
  values: Float32Array,
  shape: readonly number[],
  axis: number,
  by: readonly number[],
): Float32Array {
  const inner = shape.slice(axis + 1).reduce((product, it) => product * it, 1);
  return values.map((it, at) => it / (by[Math.floor(at / inner) % by.length] as number));
}

function deeper(
  of: Weighted,
  change: Exclude<Change, { kind: 'wider' }>,
  noise: number,
  draw: Draw,
  fresh: () => ReadonlyMap<string, Float32Array>,
): Weighted {
  const next = changed(of, change);
  const weights: Weights = new Map(of.weights);
  const kernels = weightsIn(next).filter(
    ([layer, { name }]) => name === 'kernel' && !weights.has(`${layer}/kernel`),
  );
  // A normalization with γ = 0 behind the last one is zero as well, and lets a gradient into it sooner.
  const last = kernels.map(([layer]) => layer).findLast((layer) => !hasNorm(next, layer));
  for (const [layer, { name, shape, start }] of weightsIn(next)) {
    const key = `${layer}/${name}`;
    if (weights.has(key)) continue;
    const size = shape.reduce((product, it) => product * it, 1);
    const zeros = new Float32Array(size);
    if (change.kind === 'deeper' && name === 'kernel')
      weights.set(key, identity(zeros, shape, noise, draw(key)));
    else if (name === 'kernel' && layer === last) weights.set(key, zeros);
    else if (name === 'kernel') weights.set(key, drawn(zeros, shape, draw(key), fresh().get(key)));
    else weights.set(key, start === 'ones' ? zeros.fill(1) : zeros);
  }
  return { ...next, weights };
}

const hasNorm = ({ layers }: Built, layer: string): boolean =>
  layers.some((it) => it.kind === 'batch-norm' && it.from[0] === layer);

/** Ones where a channel meets itself in the middle of the kernel. */
function identity(values: Float32Array, shape: readonly number[], noise: number, draw: Draws): Float32Array {
  const channels = shape.at(-1) ?? 1;
  const middle = shape.length === 4 ? (KERNEL * KERNEL - 1) / 2 : 0;
  for (let at = 0; at < channels; at += 1) values[(middle * channels + at) * channels + at] = 1;
  const deviation = noise * deviationOf(values);
  return noise > 0 ? values.map((it) => it + deviation * draw.normal()) : values;
}

/** He's draw; where a later change made the layer wider, the network's own fresh weights have another size. */
function drawn(
  values: Float32Array,
  shape: readonly number[],
  draw: Draws,
  own: Float32Array | undefined,
): Float32Array {
  if (own?.length === values.length) return own.slice();
  const deviation = Math.sqrt((2 * (shape.at(-1) ?? 1)) / values.length);
  return values.map(() => deviation * draw.normal());
}

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  return Math.sqrt(values.reduce((sum, it) => sum + (it - mean) ** 2, 0) / values.length);
}
