import * as tf from '@tensorflow/tfjs';
import type { EngineEvent } from '../../plan/events.ts';
import { MEAN_GATE } from '../../plan/layers/channel-attention.ts';
import { type Layer, NETWORK_INPUT } from '../../plan/layers.ts';
import { neededLayers } from '../../plan/needed-layers.ts';
import { INPUTS, learningIn, type Stage } from '../../plan/plan.ts';
import { tasksOf } from '../../plan/tasks.ts';
import { batchWriter } from './data/batches.ts';
import type { LoadedSource } from './data/load-source.ts';
import { rowsAfter, rowsFrom } from './data/order.ts';
import { forward, type LiveNetwork } from './networks.ts';
import type { RunContext } from './run-context.ts';

type Gates = Extract<EngineEvent, { kind: 'gates' }>;

/** Means of so many examples tell which channels are closed, and take no time that is felt. */
const EXAMPLES = 512;
const BATCH = 128;

/** A running mean that is kept is what masks go by, and so it is what is told. */
const isTracked = (layer: Layer): boolean =>
  layer.kind === 'channel-attention' && layer.select === null && layer.tracks !== undefined;

type Gating = { readonly live: LiveNetwork; readonly layer: Layer; readonly on: string };

/** Where a stage trains channel attention: in a network that sees the batch, or in a projector on an activation. */
function gatings(stage: Stage, networks: ReadonlyMap<string, LiveNetwork>): readonly Gating[] {
  return learningIn(stage).flatMap((id) => {
    const live = networks.get(id) as LiveNetwork;
    const on = stage.taps.find((it) => it.network === id && it.at === NETWORK_INPUT)?.on ?? INPUTS;
    return live.network.layers
      .filter((it) => it.kind === 'channel-attention')
      .map((layer): Gating => ({ live, layer, on }));
  });
}

/**
 * Tells which gates a stage closed, task by task, once its last step is done. Told again where a run goes on from there: what was said may
 * have been lost with the process that said it.
 *
 * @param upToDate brings the trained weights to the networks; called only where they are needed
 */
export async function tellGates(
  { networks, sources, emit }: Pick<RunContext, 'networks' | 'sources' | 'emit'>,
  stage: Stage,
  upToDate: () => void = () => undefined,
): Promise<void> {
  for (const task of tasksOf(stage)) {
    const loaded = sources.get(task.read) as LoadedSource;
    for (const it of await meanGates(task, networks, loaded, upToDate)) emit(it);
  }
}

/**
 * The mean gate of each channel, 0 … 1, where the stage trains a channel attention: the running mean over its batches where that
 * is kept, else the mean over the first examples of the stage's evaluation part, as in inference: gₖ = (1/n) Σᵢ aᵢₖ, a [n, c]
 * what the attention gives.
 *
 * @param upToDate brings the trained weights to the networks; called only where they are needed
 */
async function meanGates(
  stage: Stage,
  networks: ReadonlyMap<string, LiveNetwork>,
  loaded: LoadedSource,
  upToDate: () => void,
): Promise<readonly Gates[]> {
  const found = gatings(stage, networks);
  if (found.length === 0) return [];
  upToDate();
  const sums = found.map((): number[] | undefined => undefined);
  const asked = found.flatMap((it, at) => (isTracked(it.layer) ? [] : [{ ...it, at }]));
  const about = { kind: 'gates', stage: stage.id, step: stage.steps } as const;
  const told = (examples: number): Gates[] =>
    found.flatMap(({ live, layer }, at): Gates[] => {
      const kept = isTracked(layer) && live.weights.get(`${layer.id}/${MEAN_GATE}`);
      const means = kept ? Array.from(kept.dataSync<'float32'>()) : sums[at]?.map((it) => it / examples);
      const finite = means?.map((it) => (Number.isFinite(it) ? it : null));
      return finite ? [{ ...about, network: live.network.id, layer: layer.id, means: finite }] : [];
    });
  if (asked.length === 0) return told(0);
  const part = loaded.parts[stage.evaluate];
  const count = Math.min(EXAMPLES, part.places.length);
  const batches = batchWriter(loaded, part);
  /** The value that a reference of the stage stands for; undefined for terms, on which no gates stand. */
  const answered = (ref: string, x: tf.Tensor): tf.Tensor | undefined => {
    if (ref === INPUTS) return x;
    const tap = stage.taps.find((it) => it.id === ref);
    const live = tap && networks.get(tap.network);
    const on = tap && answered(tap.on, x);
    if (!tap || !live || !on) return undefined;
    return forward(live, neededLayers(live.network.layers, [tap.layer], tap.at), on, null, tap.at).get(
      tap.layer,
    );
  };
  try {
    for (let begin = 0; begin < count; begin += BATCH) {
      const rows = rowsFrom(begin, BATCH, count);
      await batches.ready(rows, rowsAfter(count, rows));
      const { images, size } = batches.write(rows, null);
      for (const { live, layer, on, at } of asked) {
        const batch = tf.tidy(() => {
          const x = answered(on, tf.tensor(images, [size, ...loaded.source.shape], 'float32'));
          if (!x) return undefined;
          const layers = neededLayers(live.network.layers, [layer.id]);
          return tf.sum(forward(live, layers, x, null).get(layer.id) as tf.Tensor, 0);
        });
        if (!batch) continue;
        const values = batch.dataSync<'float32'>();
        sums[at] = Array.from(values, (it, channel) => it + (sums[at]?.[channel] ?? 0));
        batch.dispose();
      }
    }
  } finally {
    batches.letGo();
  }
  return told(count);
}
