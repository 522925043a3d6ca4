import type { Course } from './course.ts';

/**
 * Of what a step tells: the share that a loss may differ by. Of a tenth, where it is smaller: behind it stand
 * differences of probabilities, each rounded as a number near one.
 */
const LOSS = 1e-5;
const SMALL = 0.1;
/** A norm is of what is left of a gradient's terms where they nearly cancel: 1.3e-5 was seen. */
const NORM = 5e-5;
/**
 * Of the way that a weight or a slot went from its first value to its last. Measured against the way and not against
 * the weight, as one update less of twenty is then a twentieth. Each rounding of float32 is 6e-8; what twenty steps
 * through a ResNet's normalizations and Adam's root made of them was 5e-5 at most. What did not move may not differ at
 * all.
 */
const MOVED = 2e-4;
/** Of the largest of the logits, which come through the weights. */
const ANSWERED = 1e-4;

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.hypot(...a.map((it, at) => it - (b[at] ?? Number.NaN)));

/** Where two ways through one training parted by more than rounding: empty where they agree. */
export function differences(expected: Course, found: Course): string[] {
  const parted: string[] = [];
  const note = (what: string, by: number, allowed: number): void => {
    if (!(by <= allowed)) parted.push(`${what} differs by ${by}, and ${allowed} is allowed`);
  };
  const sameNames = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): void => {
    for (const name of new Set([...a.keys(), ...b.keys()]))
      if (a.has(name) !== b.has(name)) parted.push(`${name} is there in one of them alone`);
  };
  for (const part of ['told', 'values', 'logits'] as const) sameNames(expected[part], found[part]);
  for (const [name, it] of expected.told) {
    const share = /gradient(Norm)?$/.test(name) ? NORM : LOSS;
    note(name, Math.abs(it - (found.told.get(name) ?? Number.NaN)), share * Math.max(Math.abs(it), SMALL));
  }
  for (const [name, { first, last }] of expected.values)
    note(name, distance(last, found.values.get(name)?.last ?? last), MOVED * distance(last, first));
  for (const [name, it] of expected.logits)
    note(
      `logits of ${name}`,
      it.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (found.logits.get(name)?.[at] ?? value))),
        0,
      ),
      ANSWERED * it.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    );
  return parted;
}

/** What of two trainings is not the same to the last bit. */
export function otherBits(expected: Course, found: Course): string[] {
  const same = (a: ArrayLike<number>, b: ArrayLike<number> | undefined): boolean =>
    Array.from(a).every((it, at) => Object.is(it, b?.[at]));
  return [
    ...[...expected.told].filter(([name, it]) => !Object.is(it, found.told.get(name))),
    ...[...expected.values].filter(([name, { last }]) => !same(last, found.values.get(name)?.last)),
    ...[...expected.logits].filter(([name, it]) => !same(it, found.logits.get(name))),
  ].map(([name]) => name);
}
