import type * as tfc from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Layer } from '../../plan/layers.ts';
import type { Kernel, Operation } from '../../plan/operation.ts';
import { LABELS, type Stage } from '../../plan/plan.ts';
import { changedBy } from '../../plan/training.ts';
import { type Scope, scoped } from './composite.ts';
import type { Learning } from './layers/layer-run.ts';
import { forward, type LiveNetwork, logitsLayer, neededLayers, weightPlaces } from './networks.ts';
import { operation } from './operation-list.ts';

type Pass = { readonly live: LiveNetwork; readonly layers: Layer[]; readonly taps: Stage['taps'] };
type BoundTerm = {
  readonly id: string;
  readonly in: Readonly<Record<string, string>>;
  readonly op: Operation;
  readonly args: unknown;
};

/** A network that follows another, and the decay of what it was. */
export type Follower = { readonly live: LiveNetwork; readonly follows: LiveNetwork; readonly decay: number };

/** Taps and terms of a stage, bound to networks and ops. */
export type LossGraph = {
  readonly terms: readonly BoundTerm[];
  /** Networks that go a share of the way to another's weights after each step. */
  readonly followers: readonly Follower[];
  /** Networks that a step changes: those that learn, and those that follow. */
  readonly changed: readonly LiveNetwork[];
  /**
   * Taps of networks that do not learn; no gradient can reach them.
   *
   * @param known taps that need no computing
   */
  frozenTaps(x: tfc.Tensor, known: ReadonlyMap<string, unknown>): Map<string, tfc.Tensor>;
  /** Taps of networks that learn, and the logits of each where they are computed. */
  learningTaps(
    x: tfc.Tensor,
    learning: (live: LiveNetwork) => Learning,
  ): { readonly taps: Map<string, tfc.Tensor>; readonly logits: tfc.Tensor | null };
  /** Every term, by id, in order. */
  evaluate(
    kernel: Kernel,
    taps: ReadonlyMap<string, tfc.Tensor>,
    labels: tfc.Tensor,
  ): Map<string, tfc.Tensor>;
};

/** @param networks every network of the plan by id */
export function lossGraph(stage: Stage, networks: ReadonlyMap<string, LiveNetwork>): LossGraph {
  const passes = [...new Set(stage.taps.map((it) => it.network))].map((id): Pass => {
    const live = networks.get(id) as LiveNetwork;
    const taps = stage.taps.filter((it) => it.network === id);
    return {
      live,
      taps,
      layers: neededLayers(
        live.network.layers,
        taps.map((it) => it.layer),
      ),
    };
  });
  const learns = (it: Pass): boolean => stage.train.includes(it.live.network.id);
  const learning = passes.filter(learns);
  const frozen = passes.filter((it) => !learns(it));
  const terms = stage.terms.map((term): BoundTerm => {
    const { op, args } = operation('term', term.op, term.args, term.id);
    return { id: term.id, in: term.in, op: op as Operation, args };
  });
  const liveOf = (id: string): LiveNetwork => networks.get(id) as LiveNetwork;
  const rows = (stage.weights ?? []).map(({ id, network, layers }) => ({
    id,
    live: liveOf(network),
    names: weightPlaces(liveOf(network).shape)
      .filter((it) => it.trained && layers.includes(it.name.slice(0, it.name.lastIndexOf('/'))))
      .map((it) => it.name),
  }));
  return {
    terms,
    followers: (stage.follow ?? []).map(({ network, follows, decay }) => ({
      live: liveOf(network),
      follows: liveOf(follows),
      decay,
    })),
    changed: changedBy(stage).map(liveOf),
    frozenTaps(x, known) {
      const taps = new Map<string, tfc.Tensor>();
      for (const { live, taps: all } of frozen) {
        const wanted = all.filter((it) => !known.has(it.id));
        if (wanted.length === 0) continue;
        const layers = neededLayers(
          live.network.layers,
          wanted.map((it) => it.layer),
        );
        const outputs = scoped(scopeOf(live), () => forward(live, layers, x, null));
        for (const tap of wanted) taps.set(tap.id, outputs.get(tap.layer) as tfc.Tensor);
      }
      return taps;
    },
    learningTaps(x, learningOf) {
      const taps = new Map<string, tfc.Tensor>();
      let logits: tfc.Tensor | null = null;
      for (const { live, layers, taps: wanted } of learning) {
        const outputs = scoped(scopeOf(live), () => forward(live, layers, x, learningOf(live)));
        for (const tap of wanted) taps.set(tap.id, outputs.get(tap.layer) as tfc.Tensor);
        logits ??= outputs.get(logitsLayer(live.network)) ?? null;
      }
      return { taps, logits };
    },
    evaluate(kernel, taps, labels) {
      const values = new Map(taps).set(LABELS, labels);
      for (const { id, live, names } of rows)
        values.set(
          id,
          scoped({ at: live.network.id, part: 'loss' }, () =>
            tf.concat(names.map((name) => tf.reshape(live.weights.get(name) as tfc.Tensor, [-1]))),
          ),
        );
      const results = new Map<string, tfc.Tensor>();
      for (const term of terms) {
        const inputs = Object.fromEntries(
          Object.entries(term.in).map(([role, ref]) => [role, values.get(ref) as tfc.Tensor]),
        );
        const result = scoped({ at: term.id, part: 'loss' }, () => term.op.run(kernel, inputs, term.args));
        values.set(term.id, result);
        results.set(term.id, result);
      }
      return results;
    },
  };
}

const scopeOf = ({ network: { id, role } }: LiveNetwork): Scope => ({
  at: id,
  part: role === 'teacher' ? 'teacher' : 'student',
});
