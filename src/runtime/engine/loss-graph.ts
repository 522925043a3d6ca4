import type * as tfc from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type Layer, NETWORK_INPUT } from '../../plan/layers.ts';
import { neededLayers } from '../../plan/needed-layers.ts';
import type { Kernel, Operation } from '../../plan/operation.ts';
import { EXAMPLES, INPUTS, LABELS, learningIn, type Stage, TARGETS } from '../../plan/plan.ts';
import { changedBy } from '../../plan/training.ts';
import { attacked } from './attack.ts';
import { type Scope, scoped } from './composite.ts';
import type { Learning } from './layers/layer-run.ts';
import { forward, type LiveNetwork, logitsLayer, weightPlaces } from './networks.ts';
import { operation } from './operation-list.ts';

/** One run of a network in a step: on the images, or on another activation. */
type Pass = {
  readonly live: LiveNetwork;
  readonly on: string;
  /** In whose place that stands. */
  readonly at: string;
  readonly learns: boolean;
  readonly layers: Layer[];
  readonly taps: Stage['taps'];
};
type BoundTerm = {
  readonly id: string;
  readonly in: Readonly<Record<string, string>>;
  readonly op: Operation;
  readonly args: unknown;
};

/** What a batch brings. */
export type BatchInputs = {
  /** [n, …shape of an example] */
  readonly x: tfc.Tensor;
  /** One class index a row, int32 [n]. */
  readonly labels: tfc.Tensor;
  /** Their numbers within the training part, int32 [n]; left out where nothing asks for them. */
  readonly examples?: tfc.Tensor | null;
  /** Tokens that are to be found again, int32 [n, length]; null where none are hidden. */
  readonly targets: tfc.Tensor | null;
  /** Taps and perturbed images that are computed already, by id. */
  readonly known: ReadonlyMap<string, tfc.Tensor>;
};

/** A network that follows another, and the decay of what it was. */
export type Follower = { readonly live: LiveNetwork; readonly follows: LiveNetwork; readonly decay: number };

/** Taps and terms of a stage, bound to networks and ops. */
export type LossGraph = {
  readonly terms: readonly BoundTerm[];
  /** Whether one of them tells examples apart by their numbers. */
  readonly numbered: boolean;
  /** Networks that go a share of the way to another's weights after each step. */
  readonly followers: readonly Follower[];
  /** Networks that a step changes: those that learn, and those that follow. */
  readonly changed: readonly LiveNetwork[];
  /**
   * Taps of networks that take the images and do not learn; no gradient can reach them.
   *
   * @param known taps that need no computing
   */
  frozenTaps(x: tfc.Tensor, known: ReadonlyMap<string, unknown>): Map<string, tfc.Tensor>;
  /** Perturbed images by id, from the batch and the taps of frozen networks on it. */
  attack(
    kernel: Kernel,
    batch: BatchInputs,
    learning: (live: LiveNetwork) => Learning,
  ): Map<string, tfc.Tensor>;
  /**
   * Every term, by id, in order, and the logits of the first student where they are computed. A network that learns and
   * is run more than once in a step is run on the images first.
   */
  evaluate(
    kernel: Kernel,
    batch: BatchInputs,
    learning: (live: LiveNetwork) => Learning,
  ): { readonly terms: Map<string, tfc.Tensor>; readonly logits: tfc.Tensor | null };
  /** A term from the values of those that it is composed of. */
  compose(term: string, kernel: Kernel, parts: ReadonlyMap<string, tfc.Tensor>): tfc.Tensor;
};

/** @param networks every network of the plan by id */
export function lossGraph(stage: Stage, networks: ReadonlyMap<string, LiveNetwork>): LossGraph {
  const passes = passesOf(stage, networks);
  const bound = (term: Stage['terms'][number]): BoundTerm => {
    const { op, args } = operation('term', term.op, term.args, term.id);
    return { id: term.id, in: term.in, op: op as Operation, args };
  };
  const terms = stage.terms.map(bound);
  const perturbed = (stage.perturbed ?? []).map((it) => ({ ...it, term: bound(it) }));
  const onImages = new Set([INPUTS, ...perturbed.map((it) => it.id)]);
  const learns = new Set(learningIn(stage));
  const giving = new Map(passes.flatMap((pass) => pass.taps.map((tap) => [tap.id, pass] as const)));
  const termOf = new Map(terms.map((it) => [it.id, it]));
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
    numbered: terms.some((it) => Object.values(it.in).includes(EXAMPLES)),
    followers: (stage.follow ?? []).map(({ network, follows, decay }) => ({
      live: liveOf(network),
      follows: liveOf(follows),
      decay,
    })),
    changed: withOwners(changedBy(stage).map(liveOf), liveOf),
    frozenTaps(x, known) {
      const taps = new Map<string, tfc.Tensor>();
      for (const { live, taps: all, on, learns } of passes) {
        const wanted = all.filter((it) => !known.has(it.id));
        if (learns || on !== INPUTS || wanted.length === 0) continue;
        const layers = neededLayers(
          live.network.layers,
          wanted.map((it) => it.layer),
        );
        const outputs = scoped(scopeOf(live), () => forward(live, layers, x, null));
        for (const tap of wanted) taps.set(tap.id, outputs.get(tap.layer) as tfc.Tensor);
      }
      return taps;
    },
    attack(kernel, { x, known, ...batch }, learningOf) {
      const values = batchValues({ x, known, ...batch });
      return new Map(
        perturbed.map(({ id, network, role, term, attack }, at) => {
          const live = liveOf(network);
          const { layers, start } = live.network;
          const others = Object.entries(term.in).map(([of, ref]) => [of, values.get(ref) as tfc.Tensor]);
          const stream = `attack/${start.stream ?? network}/${at}`;
          const loss = (images: tfc.Tensor): tfc.Tensor => {
            const learning = learns.has(network) ? learningOf(live) : null;
            const answers = forward(live, layers, images, learning).get(
              logitsLayer(live.network),
            ) as tfc.Tensor;
            return term.op.run(kernel, { ...Object.fromEntries(others), [role]: answers }, term.args);
          };
          const images = scoped({ at: id, part: 'loss' }, () =>
            attacked(x, attack, () => kernel.random(stream, x.shape), loss),
          );
          return [id, images];
        }),
      );
    },
    evaluate(kernel, batch, learningOf) {
      const values = batchValues(batch);
      for (const { id, live, names } of rows)
        values.set(
          id,
          scoped({ at: live.network.id, part: 'loss' }, () =>
            tf.concat(names.map((name) => tf.reshape(live.weights.get(name) as tfc.Tensor, [-1]))),
          ),
        );
      const results = new Map<string, tfc.Tensor>();
      let logits: tfc.Tensor | null = null;
      const run = ({ live, layers, on, at, learns, taps }: Pass): void => {
        const input = valueAt(on);
        const outputs = scoped(scopeOf(live), () =>
          forward(live, layers, input, learns ? learningOf(live) : null, at),
        );
        for (const tap of taps) values.set(tap.id, outputs.get(tap.layer) as tfc.Tensor);
        // What a network says behind an exchanged layer is its answer to these images too.
        if (learns && (onImages.has(on) || at !== NETWORK_INPUT))
          logits ??= outputs.get(logitsLayer(live.network)) ?? null;
      };
      const compute = (term: BoundTerm): void => {
        const inputs = Object.fromEntries(Object.entries(term.in).map(([role, ref]) => [role, valueAt(ref)]));
        const result = scoped({ at: term.id, part: 'loss' }, () => term.op.run(kernel, inputs, term.args));
        values.set(term.id, result);
        results.set(term.id, result);
      };
      /** Taps on activations and terms stand on each other in turn: each is computed when it is asked for. */
      const valueAt = (ref: string): tfc.Tensor => {
        const ready = values.get(ref);
        if (ready) return ready;
        const pass = giving.get(ref);
        const term = termOf.get(ref);
        if (pass) run(pass);
        else if (term) compute(term);
        else throw new Error(`${stage.id} knows no ${ref}`);
        return values.get(ref) as tfc.Tensor;
      };
      for (const pass of passes) if (pass.learns && pass.on === INPUTS) run(pass);
      for (const term of terms) valueAt(term.id);
      return { terms: results, logits };
    },
    compose(id, kernel, parts) {
      const known = parts.get(id);
      if (known) return known;
      const term = termOf.get(id);
      if (!term) throw new Error(`${id} is composed of nothing that is known`);
      const inputs = Object.fromEntries(
        Object.entries(term.in).map(([role, ref]) => [role, this.compose(ref, kernel, parts)]),
      );
      return scoped({ at: id, part: 'loss' }, () => term.op.run(kernel, inputs, term.args));
    },
  };
}

/** What a batch brings, by the references of a stage. */
function batchValues({ x, labels, examples, targets, known }: BatchInputs): Map<string, tfc.Tensor> {
  const values = new Map([...known, [LABELS, labels], [INPUTS, x]]);
  if (examples) values.set(EXAMPLES, examples);
  return targets ? values.set(TARGETS, targets) : values;
}

/** Networks with those whose weights they share. */
function withOwners(
  changed: readonly LiveNetwork[],
  liveOf: (id: string) => LiveNetwork,
): readonly LiveNetwork[] {
  const owners = changed.flatMap(({ network: { shares } }) => (shares ? [liveOf(shares.network)] : []));
  return [...new Set([...changed, ...owners])];
}

/** The taps of a stage by what one run of a network gives. */
function passesOf(stage: Stage, networks: ReadonlyMap<string, LiveNetwork>): Pass[] {
  const learning = new Set(learningIn(stage));
  const groups = new Map<string, Stage['taps'][number][]>();
  for (const tap of stage.taps) {
    const key = `${tap.network} on ${tap.on} at ${tap.at}`;
    groups.set(key, [...(groups.get(key) ?? []), tap]);
  }
  return [...groups.values()].map((taps): Pass => {
    const [{ network, on, at }] = taps as [Stage['taps'][number]];
    const live = networks.get(network) as LiveNetwork;
    return {
      live,
      on,
      at,
      taps,
      learns: learning.has(network),
      layers: neededLayers(
        live.network.layers,
        taps.map((it) => it.layer),
        at,
      ),
    };
  });
}

const scopeOf = ({ network: { id, role } }: LiveNetwork): Scope => ({
  at: id,
  part: role === 'teacher' ? 'teacher' : role === 'projector' ? 'loss' : 'student',
});
