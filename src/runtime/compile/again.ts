import type { Ref } from '../../plan/builder.ts';
import type { Follow, Network, Perturbed } from '../../plan/plan.ts';
import type { DraftRow, DraftTap, DraftTerm } from './stages.ts';

/** The graph that is copied, and how it grows. */
type Growing = {
  tap(ref: Ref): DraftTap | undefined;
  term(ref: Ref): DraftTerm | undefined;
  row(ref: Ref): DraftRow | undefined;
  perturbed(ref: Ref): Perturbed | undefined;
  network(id: string): Network;
  readonly follows: readonly Follow[];
  /** A network of the same architecture that starts equal, or from copies where what it begins from is copied. */
  addNetwork(of: string, start: Network['start']): string;
  addFollow(follow: Follow): void;
  addTap(of: DraftTap, network: string): Ref;
  addTerm(of: DraftTerm, inputs: DraftTerm['in']): Ref;
  addRow(of: DraftRow, network: string): Ref;
  addPerturbed(of: Perturbed, network: string, inputs: Perturbed['in']): Ref;
};

/**
 * A total computed anew on copies of the networks that a gradient of it reaches, and of those that follow them or begin
 * from them. What only other frozen networks and labels decide is shared with the original.
 */
export function copyOf(total: Ref, graph: Growing): Ref {
  const learning = learningOf(total, graph);
  const networks = new Map<string, string>();
  const refs = new Map<Ref, Ref>();
  const followOf = (id: string): Follow | undefined => graph.follows.find((it) => it.network === id);
  const goesAlong = (id: string): boolean => {
    const { start } = graph.network(id);
    const follow = followOf(id);
    if (learning.has(id) || (follow && goesAlong(follow.follows))) return true;
    return start.kind === 'derived' && start.from.some(goesAlong);
  };
  const networkOf = (of: string): string => {
    if (!goesAlong(of)) return of;
    const known = networks.get(of);
    if (known !== undefined) return known;
    const { start } = graph.network(of);
    const id = graph.addNetwork(
      of,
      start.kind === 'derived' ? { ...start, from: start.from.map(networkOf) } : start,
    );
    networks.set(of, id);
    const follow = followOf(of);
    if (follow) graph.addFollow({ ...follow, network: id, follows: networkOf(follow.follows) });
    return id;
  };
  const make = (ref: Ref): Ref => {
    const tap = graph.tap(ref);
    if (tap) {
      const [on, network] = [copied(tap.on), networkOf(tap.network)];
      return on === tap.on && network === tap.network ? ref : graph.addTap({ ...tap, on }, network);
    }
    const row = graph.row(ref);
    if (row) {
      const network = networkOf(row.network);
      return network === row.network ? ref : graph.addRow(row, network);
    }
    const perturbed = graph.perturbed(ref);
    if (perturbed) {
      const [network, inputs] = [networkOf(perturbed.network), copiedAll(perturbed.in)];
      const same = network === perturbed.network && inputs === perturbed.in;
      return same ? ref : graph.addPerturbed(perturbed, network, inputs);
    }
    const term = graph.term(ref);
    if (!term) return ref;
    const inputs = copiedAll(term.in);
    return inputs === term.in ? ref : graph.addTerm(term, inputs);
  };
  /** The same object where nothing of it is copied. */
  const copiedAll = (refs: DraftTerm['in']): DraftTerm['in'] => {
    const all = Object.fromEntries(Object.entries(refs).map(([role, of]) => [role, copied(of)]));
    return Object.entries(all).some(([role, of]) => of !== refs[role]) ? all : refs;
  };
  const copied = (ref: Ref): Ref => {
    const made = refs.get(ref) ?? make(ref);
    refs.set(ref, made);
    return made;
  };
  return copied(total);
}

/** The networks that a gradient of a total reaches. */
function learningOf(total: Ref, graph: Pick<Growing, 'tap' | 'term' | 'row'>): Set<string> {
  const learning = new Set<string>();
  const seen = new Set<Ref>();
  const visit = (ref: Ref): void => {
    if (seen.has(ref)) return;
    seen.add(ref);
    const leaf = graph.tap(ref) ?? graph.row(ref);
    if (leaf && !leaf.frozen) learning.add(leaf.network);
    for (const next of [graph.tap(ref)?.on, ...Object.values(graph.term(ref)?.in ?? {})])
      if (next !== undefined) visit(next);
  };
  visit(total);
  return learning;
}
