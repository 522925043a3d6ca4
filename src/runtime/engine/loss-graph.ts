import type * as tfc from '@tensorflow/tfjs';
import type { Layer } from '../../plan/layers.ts';
import type { Kernel, Operation } from '../../plan/operation.ts';
import { LABELS, type Stage } from '../../plan/plan.ts';
import { type Scope, scoped } from './composite.ts';
import type { Learning } from './layers/layer-run.ts';
import { forward, type LiveNetwork, logitsLayer, neededLayers } from './networks.ts';
import { operation } from './operation-list.ts';

type Pass = { readonly live: LiveNetwork; readonly layers: Layer[]; readonly taps: Stage['taps'] };
type BoundTerm = {
  readonly id: string;
  readonly in: Readonly<Record<string, string>>;
  readonly op: Operation;
  readonly args: unknown;
};

/** Taps and terms of a stage, bound to networks and ops. */
export type LossGraph = {
  readonly terms: readonly BoundTerm[];
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
  /** A term from the values of those that it is composed of. */
  compose(term: string, kernel: Kernel, parts: ReadonlyMap<string, tfc.Tensor>): tfc.Tensor;
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
  return {
    terms,
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
    compose(id, kernel, parts) {
      const known = parts.get(id);
      if (known) return known;
      const term = terms.find((it) => it.id === id);
      if (!term) throw new Error(`${id} is composed of nothing that is known`);
      const inputs = Object.fromEntries(
        Object.entries(term.in).map(([role, ref]) => [role, this.compose(ref, kernel, parts)]),
      );
      return scoped({ at: id, part: 'loss' }, () => term.op.run(kernel, inputs, term.args));
    },
  };
}

const scopeOf = ({ network: { id, role } }: LiveNetwork): Scope => ({
  at: id,
  part: role === 'teacher' ? 'teacher' : 'student',
});
