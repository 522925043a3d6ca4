import type { Dim } from './ports.ts';

/** Letters bound so far within one node; a rest letter (`...x`) is bound to several sizes. */
export type Letters = Map<string, readonly (number | 'n')[]>;

export type Clash = { readonly found: string; readonly allowed: string; readonly reason: string };

const shown = (dims: readonly Dim[]): string => (dims.length === 0 ? 'a single number' : dims.join('×'));

/**
 * Binds the letters of a declared shape to an actual one.
 *
 * @param declared sizes and letters; only the last may be a rest letter (`...x`)
 * @param actual the shape that the wire brings; `n` is the batch
 * @param letters bound in place; the same letter must meet the same size at every port of the node
 * @returns the clash, or undefined where the shapes agree
 */
export function bindShape(
  declared: readonly Dim[],
  actual: readonly (number | 'n')[],
  letters: Letters,
): Clash | undefined {
  const last = declared.at(-1);
  const rest = typeof last === 'string' && last.startsWith('...') ? last : undefined;
  const fixed = rest === undefined ? declared : declared.slice(0, -1);
  const wrongCount = rest === undefined ? actual.length !== fixed.length : actual.length < fixed.length;
  if (wrongCount)
    return {
      found: shown(actual),
      allowed: shown(declared),
      reason: `${actual.length} dimensions arrive where ${rest === undefined ? '' : 'at least '}${fixed.length} fit`,
    };
  for (const [at, dim] of fixed.entries()) {
    const size = actual[at] as number | 'n';
    const clash = bindOne(dim, size, letters, declared, actual);
    if (clash) return clash;
  }
  return rest === undefined
    ? undefined
    : bindRest(rest, actual.slice(fixed.length), letters, declared, actual);
}

function bindOne(
  dim: Dim,
  size: number | 'n',
  letters: Letters,
  declared: readonly Dim[],
  actual: readonly (number | 'n')[],
): Clash | undefined {
  if (typeof dim === 'number' || dim === 'n')
    return dim === size
      ? undefined
      : { found: shown(actual), allowed: shown(declared), reason: `size ${size} arrives where ${dim} fits` };
  return bindRest(dim, [size], letters, declared, actual);
}

function bindRest(
  letter: string,
  sizes: readonly (number | 'n')[],
  letters: Letters,
  declared: readonly Dim[],
  actual: readonly (number | 'n')[],
): Clash | undefined {
  const bound = letters.get(letter);
  if (bound === undefined) {
    letters.set(letter, sizes);
    return undefined;
  }
  if (bound.join() === sizes.join()) return undefined;
  return {
    found: shown(actual),
    allowed: shown(resolveShape(declared, letters)),
    reason: `${shown(bound)} arrives at another port of this node and ${shown(sizes)} here`,
  };
}

/** The declared shape with every bound letter replaced; an unbound letter stays as it is. */
export function resolveShape(declared: readonly Dim[], letters: Letters): Dim[] {
  return declared.flatMap((dim): readonly Dim[] =>
    typeof dim === 'string' ? (letters.get(dim) ?? [dim]) : [dim],
  );
}

/** Whether no letter but the batch is left open. */
export function isKnown(dims: readonly Dim[]): dims is readonly (number | 'n')[] {
  return dims.every((dim) => typeof dim === 'number' || dim === 'n');
}
