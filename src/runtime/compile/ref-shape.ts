import { networkShape } from '../../plan/layers.ts';
import type { Network, Perturbed, Source } from '../../plan/plan.ts';
import type { DraftTap, DraftTerm } from './stages.ts';

type Known = {
  readonly taps: ReadonlyMap<string, DraftTap>;
  readonly terms: ReadonlyMap<string, DraftTerm>;
  readonly perturbed: ReadonlyMap<string, Perturbed>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly sources: readonly Source[];
};

/** Sizes of one example at a reference: a tap's by its layer, a term's by the letters of its op. */
export function refShape(ref: string, known: Known): readonly number[] {
  const [kind, of = known.perturbed.get(ref)?.source] = ref.split(':');
  if (kind === 'labels' || kind === 'examples') return [];
  if (kind === 'inputs' || kind === 'targets' || known.perturbed.has(ref))
    return known.sources.find((it) => it.id === of)?.shape ?? [];
  const tap = known.taps.get(ref);
  if (tap) {
    const { layers, input } = known.networks.get(tap.network) as Network;
    return networkShape(layers, input).layers.get(tap.layer)?.output ?? [];
  }
  const term = known.terms.get(ref);
  if (!term) throw new Error(`Nothing is called ${ref}`);
  return termShape(term, known);
}

/** What the op says that it gives, each letter at the size that its inputs have or an argument names; without the batch. */
function termShape({ op, in: inputs, args }: DraftTerm, known: Known): readonly number[] {
  const letters = new Map<string, readonly number[]>();
  for (const [role, ref] of Object.entries(inputs)) {
    const declared = op.inputs[role];
    if (!declared || declared === 'labels') continue;
    const shape = refShape(ref, known);
    declared
      .filter((it) => it !== 'n')
      .forEach((letter, at) => {
        letters.set(letter, letter.startsWith('...') ? shape.slice(at) : [shape[at] as number]);
      });
  }
  return (op.output ?? []).flatMap((it) => {
    if (it === 'n') return [];
    const [first = '', ...more] = it.split('+');
    const size = args[first];
    if (typeof size === 'number') return [size];
    if (more.length === 0) return letters.get(first) ?? [];
    return [[first, ...more].reduce((sum, it) => sum + (letters.get(it)?.[0] ?? (Number(it) || 0)), 0)];
  });
}
