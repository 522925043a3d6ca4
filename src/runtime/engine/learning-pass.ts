import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { learnsFrom } from '../../plan/training.ts';
import type { Learning } from './layers/layer-run.ts';
import type { LiveNetwork } from './networks.ts';

/** One forward pass of networks that learn: what their layers are given, and what they told of the batch. */
export type LearningPass = {
  learning(live: LiveNetwork): Learning;
  /** What each network told at each of its runs, the one on the images first. */
  readonly statistics: ReadonlyMap<LiveNetwork, readonly Learning['statistics'][]>;
  /** Gives back what the layers told. */
  dispose(): void;
};

/** @param phase of the stage: which of its frozen layers still wait */
export function learningPass(
  { random, progress }: Pick<Kernel, 'random' | 'progress'>,
  stage: Pick<Stage, 'frozen' | 'steps'>,
  phase: number,
): LearningPass {
  const statistics = new Map<LiveNetwork, Learning['statistics'][]>();
  return {
    statistics,
    learning(live) {
      const own: Learning['statistics'] = new Map();
      statistics.set(live, [...(statistics.get(live) ?? []), own]);
      return {
        random,
        progress,
        stream: streamName(live),
        statistics: own,
        frozen: frozenLayers(stage, live, phase),
      };
    },
    dispose() {
      for (const own of [...statistics.values()].flat())
        for (const { values, exact } of own.values()) tf.dispose([values, exact ?? {}]);
    },
  };
}

/** Equal for a student and its baseline, which differ in the loss alone. */
const streamName = ({ network: { id, start } }: LiveNetwork): string => `dropout/${start.stream ?? id}`;

const frozenLayers = (
  stage: Pick<Stage, 'frozen' | 'steps'>,
  { network: { id, layers } }: LiveNetwork,
  phase: number,
) =>
  new Set(
    layers
      .map((it) => it.id)
      .filter((layer) => {
        const since = learnsFrom(stage, id, layer);
        return since === null || since > phase;
      }),
  );
