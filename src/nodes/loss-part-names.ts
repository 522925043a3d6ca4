import type { Origin, Stage } from '../plan/plan.ts';
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
    const layers = same.map(layerOf);
    const told = new Set(layers).size === same.length ? layers[same.indexOf(id)] : null;
    return `${own} ${told ?? same.indexOf(id) + 1}`;
  }

  function wordOf(id: string): string {
    const name = terms.find((it) => it.id === id)?.op ?? id;
    const op = operations.find((it) => it.kind === 'term' && it.name === name);
    return (op?.kind === 'term' && op.part) || (name.split('.').at(-1) ?? name).replaceAll('-', ' ');
  }

  /** The layer of the first activation that a term reads. */
  function layerOf(id: string): string | null {
    const refs = Object.values(terms.find((it) => it.id === id)?.in ?? {});
    for (const ref of refs) {
      const layer =
        taps.find((it) => it.id === ref)?.layer ?? (terms.some((it) => it.id === ref) ? layerOf(ref) : null);
      if (layer !== null) return layer;
    }
    return null;
  }
}
