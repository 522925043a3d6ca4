import type { Ref } from '../../plan/builder.ts';
import type { DraftTap, DraftTerm } from './stages.ts';

/** The graph that is copied, and how it grows. */
type Growing = {
  tap(ref: Ref): DraftTap | undefined;
  term(ref: Ref): DraftTerm | undefined;
  /** A network of the same architecture that starts equal. */
  network(of: string): string;
  addTap(of: DraftTap, network: string): Ref;
  addTerm(of: DraftTerm, inputs: DraftTerm['in']): Ref;
};

/**
 * A total computed anew on copies of the networks that a gradient of it reaches. What only frozen networks and labels
 * decide is shared with the original.
 */
export function copyOf(total: Ref, graph: Growing): Ref {
  const networks = new Map<string, string>();
  const refs = new Map<Ref, Ref>();
  const networkOf = (of: string): string => {
    const id = networks.get(of) ?? graph.network(of);
    networks.set(of, id);
    return id;
  };
  const make = (ref: Ref): Ref => {
    const tap = graph.tap(ref);
    if (tap) {
      const on = copied(tap.on);
      if (tap.frozen && on === tap.on) return ref;
      return graph.addTap({ ...tap, on }, tap.frozen ? tap.network : networkOf(tap.network));
    }
    const term = graph.term(ref);
    if (!term) return ref;
    const inputs = Object.fromEntries(Object.entries(term.in).map(([role, of]) => [role, copied(of)]));
    const same = Object.entries(inputs).every(([role, of]) => of === term.in[role]);
    return same ? ref : graph.addTerm(term, inputs);
  };
  const copied = (ref: Ref): Ref => {
    const made = refs.get(ref) ?? make(ref);
    refs.set(ref, made);
    return made;
  };
  return copied(total);
}
