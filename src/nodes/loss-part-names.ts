import { INPUTS, type Origin, type Stage } from '../plan/plan.ts';
import { operations } from './operations.gen.ts';

/** What a loss of a total is called. */
export type LossPartName = {
  /** The node that made it; null where the plan does not tell. */
  readonly node: string | null;
  /** Which loss of that node, where it makes several: `labels`. */
  readonly part: string | null;
  /** Both in one: `Tempered softmax: labels`. */
  readonly text: string;
};

/**
 * Names for the losses that a total is composed of: by their nodes, and within a node by what each is.
 *
 * @param parts ids of terms @param titleOf the title of a node as the person knows it
 */
export function lossPartNames(
  { terms, taps }: Pick<Stage, 'terms' | 'taps'>,
  parts: readonly string[],
  origin: Origin,
  titleOf: (node: string) => string,
): ReadonlyMap<string, LossPartName> {
  const nodeOf = (id: string): string | null => origin[id]?.[0] ?? null;
  return new Map(
    parts.map((id): [string, LossPartName] => {
      const node = nodeOf(id);
      const beside = parts.filter((it) => nodeOf(it) === node);
      const part = beside.length > 1 ? partText(id, beside) : null;
      const title = node === null ? id : titleOf(node);
      return [id, { node, part, text: part === null ? title : `${title}: ${part}` }];
    }),
  );

  function partText(id: string, beside: readonly string[]): string {
    const [own, same] = [wordOf(id), beside.filter((it) => wordOf(it) === wordOf(id))];
    if (same.length === 1) return own;
    const at = same.indexOf(id);
    const layers = same.map(layerOf);
    if (new Set(layers).size === same.length && layers[at] !== null) return `${own} ${layers[at]}`;
    for (const role of new Set(same.flatMap((it) => Object.keys(termOf(it)?.in ?? {})))) {
      const sources = same.map((it) => sourceOf(termOf(it)?.in[role]));
      if (new Set(sources).size === same.length && sources[at] !== null) return `${own} with ${sources[at]}`;
    }
    return `${own} ${at + 1}`;
  }

  function wordOf(id: string): string {
    const name = termOf(id)?.op ?? id;
    const op = operations.find((it) => it.kind === 'term' && it.name === name);
    return (op?.kind === 'term' && op.part) || (name.split('.').at(-1) ?? name).replaceAll('-', ' ');
  }

  function termOf(id: string): Stage['terms'][number] | undefined {
    return terms.find((it) => it.id === id);
  }

  /** What a reference goes back to: the layer below projectors and heads, or what else was computed. */
  function sourceOf(ref: string | undefined): string | null {
    const tap = taps.find((it) => it.id === ref);
    if (tap) return tap.on === INPUTS ? tap.layer : sourceOf(tap.on);
    return ref === undefined ? null : termOf(ref) ? wordOf(ref) : ref;
  }

  /** The layer of the first activation that a term reads. */
  function layerOf(id: string): string | null {
    const refs = Object.values(termOf(id)?.in ?? {});
    for (const ref of refs) {
      const layer = taps.find((it) => it.id === ref)?.layer ?? (termOf(ref) ? layerOf(ref) : null);
      if (layer !== null) return layer;
    }
    return null;
  }
}

/** The losses of a total that only hold something small: they are meant to be hardly heard. */
export function regularizersOf(
  { terms }: Pick<Stage, 'terms'>,
  parts: readonly string[],
): ReadonlySet<string> {
  const held = new Set(operations.flatMap((it) => (it.kind === 'term' && it.regularizes ? [it.name] : [])));
  return new Set(parts.filter((id) => held.has(terms.find((it) => it.id === id)?.op ?? '')));
}
