/** How values of one column are laid along an axis. */
export type Scale = {
  readonly log: boolean;
  /** 0 … 1 from the low end to the high one. */
  readonly at: (value: number) => number;
  /** Round values, rising. */
  readonly ticks: readonly number[];
};

/** From so many times on, values above nought are told apart by their size and not by their distance. */
const WIDE = 20;
/** Room beyond the outermost values, as a share of the axis. */
const ROOM = 0.05;

/**
 * An axis for these values: logarithmic where all are above nought and far apart.
 *
 * @param most so many ticks at most, 2 or more
 */
export function scaleOf(values: readonly number[], most = 6): Scale {
  const there = values.filter(Number.isFinite);
  let low = Math.min(...there);
  let high = Math.max(...there);
  if (there.length === 0) [low, high] = [0, 1];
  if (low === high) {
    const half = low === 0 ? 1 : Math.abs(low) * 0.1;
    [low, high] = [low - half, high + half];
  }
  const log = low > 0 && high / low >= WIDE;
  const size = log ? Math.log10 : (value: number): number => value;
  const [from, to] = [size(low), size(high)];
  const room = (to - from) * ROOM;
  const start = from - room;
  const length = to - from + 2 * room;
  const at = (value: number): number => (size(value) - start) / length;
  const ticks = (log ? powers(low, high, most) : rounds(low, high, most)).filter(
    (it) => at(it) >= 0 && at(it) <= 1,
  );
  return { log, at, ticks };
}

/** Multiples of 1, 2 or 5 times a power of ten, as close as so many allow. */
function rounds(low: number, high: number, most: number): number[] {
  const least = (high - low) / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((it) => it * power >= least) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  // Counted in steps, so that 0.1 + 0.2 does not become 0.30000000000000004.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** Powers of ten, with 2 and 5 times them where there is room. */
function powers(low: number, high: number, most: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const exponents = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const of = (factors: readonly number[]): number[] =>
    exponents
      .flatMap((it) => factors.map((factor) => Number((factor * 10 ** it).toPrecision(12))))
      .filter((it) => it >= low && it <= high);
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const found = of(factors);
    if (found.length <= most && found.length >= 2) return found;
  }
  const tens = of([1]);
  const every = Math.ceil(tens.length / most);
  return tens.length >= 2 ? tens.filter((_, at) => at % every === 0) : rounds(low, high, most);
}
