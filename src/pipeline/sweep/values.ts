import { drawShare } from './draw.ts';
import type { ParamRange, Setting, Swept } from './sweep.ts';

type Range = Extract<ParamRange, { kind: 'range' }>;

/** The values of a parameter that a grid takes, in order and each once. */
export function gridValues(range: ParamRange): readonly unknown[] {
  if (range.kind === 'list') return range.values;
  const { steps } = range;
  return [...new Set(Array.from({ length: steps }, (_, at) => valueAt(range, at / (steps - 1))))];
}

/** How many settings a grid has. */
export const gridCount = (params: readonly Swept[]): number =>
  params.reduce((product, it) => product * gridValues(it.range).length, 1);

/** The settings of a grid, the last parameter changing fastest. @param at from 0 on */
export function gridSetting(params: readonly Swept[], at: number): Setting {
  let left = at;
  return params
    .toReversed()
    .map(({ range }) => {
      const values = gridValues(range);
      const value = values[left % values.length];
      left = Math.floor(left / values.length);
      return value;
    })
    .toReversed();
}

/** The values that a trial draws: uniform over a list, over a range, or over the sizes of a logarithmic one. */
export const drawnSetting = (params: readonly Swept[], seed: number, trial: number): Setting =>
  params.map(({ range }, place) => {
    const share = drawShare(seed, trial, place);
    if (range.kind === 'list') return range.values[Math.floor(share * range.values.length)];
    if (!range.whole) return valueAt(range, share);
    // Each whole number has a stretch of its own, so that the first and the last are drawn as often as the others.
    const [low, high] = [Math.ceil(range.low), Math.floor(range.high)];
    const [from, to] = [low - 0.5, high + 0.5];
    const drawn =
      range.scale === 'log' && low >= 1
        ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
        : from + share * (to - from);
    return Math.min(high, Math.max(low, Math.round(drawn)));
  });

/** Where so much of the way from `low` to `high` leads. @param share 0 … 1 */
function valueAt({ low, high, scale, whole }: Range, share: number): number {
  // The ends themselves are met, whatever rounding does between them.
  const between =
    share === 0
      ? low
      : share === 1
        ? high
        : scale === 'log'
          ? low * (high / low) ** share
          : low + share * (high - low);
  if (whole) return Math.min(Math.floor(high), Math.max(Math.ceil(low), Math.round(between)));
  return Math.min(high, Math.max(low, Number(between.toPrecision(6))));
}
