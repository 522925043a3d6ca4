import { z } from 'zod';
import type { Stage } from './plan.ts';

/** Which number of a stage, and what it becomes: at a term or at the optimizer, by the way to it among its arguments. */
const target = {
  stage: z.string().max(128),
  at: z.string().max(128),
  path: z
    .array(z.union([z.string().max(64), z.int().min(0).max(63)]))
    .min(1)
    .max(2),
  value: z.number(),
};

/** What a person wants of a run that goes on. */
export const HotWish = z.strictObject(target);
export type HotWish = z.infer<typeof HotWish>;

/** A wish as it was done: `step` steps of the stage were done before it, and the next one is the first that follows it. */
export const HotChange = z.strictObject({ ...target, step: z.int().nonnegative() });
export type HotChange = z.infer<typeof HotChange>;

/** A number of a stage that may be changed while it trains. */
export type HotParameter = Pick<HotWish, 'at' | 'path' | 'value'> & {
  readonly kind: 'rate' | 'temperature' | 'weight';
  /** Both allowed. */
  readonly least: number;
  readonly most: number;
  /** Of a weight: what it is the weight of. */
  readonly of?: string;
};

/** Wide enough for every method, and narrow enough that a slip of the finger does not end a training. */
const LIMITS = {
  rate: { least: 1e-8, most: 10 },
  temperature: { least: 0.01, most: 1000 },
  weight: { least: 0, most: 1e6 },
} as const;

/** What of a stage may be changed while it trains, with the values that it has: the learning rate first. */
export function hotParameters({ optimizer, terms }: Pick<Stage, 'optimizer' | 'terms'>): HotParameter[] {
  const rate: HotParameter = {
    at: optimizer.id,
    path: ['rate'],
    kind: 'rate',
    value: optimizer.rate,
    ...LIMITS.rate,
  };
  const ofTerms = terms.flatMap(({ id, in: roles, args }): HotParameter[] => {
    const { temperature, weights } = args;
    const parts = Object.values(roles);
    return [
      ...(typeof temperature === 'number'
        ? [
            {
              at: id,
              path: ['temperature'],
              kind: 'temperature' as const,
              value: temperature,
              ...LIMITS.temperature,
            },
          ]
        : []),
      ...(Array.isArray(weights)
        ? weights.flatMap((value, index): HotParameter[] =>
            typeof value === 'number'
              ? [
                  {
                    at: id,
                    path: ['weights', index],
                    kind: 'weight',
                    value,
                    ...LIMITS.weight,
                    of: parts[index] ?? id,
                  },
                ]
              : [],
          )
        : []),
    ];
  });
  return [rate, ...ofTerms];
}

const samePlace = (one: Pick<HotWish, 'at' | 'path'>, other: Pick<HotWish, 'at' | 'path'>): boolean =>
  one.at === other.at && one.path.join('/') === other.path.join('/');

/** The parameter that a wish is about; undefined where the stage has none such. */
export const hotParameter = (
  stage: Pick<Stage, 'optimizer' | 'terms'>,
  wish: Pick<HotWish, 'at' | 'path'>,
): HotParameter | undefined => hotParameters(stage).find((it) => samePlace(it, wish));

/** Why a wish cannot be done, in a sentence; null where it can. */
export function hotRefusal(stage: Stage, wish: HotWish): string | null {
  const found = hotParameter(stage, wish);
  if (!found) return `${stage.id} has nothing at ${wish.at} that may be changed while it trains.`;
  const { least, most } = found;
  return Number.isFinite(wish.value) && wish.value >= least && wish.value <= most
    ? null
    : `${wish.value} is not allowed there; ${least} to ${most} is.`;
}

/** A stage with one number changed; all else is the same. @param wish one that is not refused */
export function withChange(stage: Stage, { at, path: [name = '', index], value }: HotWish): Stage {
  if (at === stage.optimizer.id) return { ...stage, optimizer: { ...stage.optimizer, rate: value } };
  const terms = stage.terms.map((it) => {
    if (it.id !== at) return it;
    const before = it.args[name];
    const after = Array.isArray(before) ? before.map((old, place) => (place === index ? value : old)) : value;
    return { ...it, args: { ...it.args, [name]: after } };
  });
  return { ...stage, terms };
}

/** As much of a run's log as tells of changes. */
type Logged = { readonly kind: string };

/**
 * The changes that a log tells, in the order of its steps: each once, however often a run went through the step again. What was set
 * last at a step counts.
 *
 * @param before of a run that this one repeats
 */
export function changesIn(events: readonly Logged[], before: readonly HotChange[] = []): HotChange[] {
  const told = events.flatMap((it) => {
    const parsed = it.kind === 'parameter-set' ? HotChange.strip().safeParse(it) : null;
    return parsed?.success ? [parsed.data] : [];
  });
  const last = new Map(
    [...before, ...told].map((it) => [`${it.stage} ${it.step} ${it.at} ${it.path.join('/')}`, it]),
  );
  return [...last.values()].sort((a, b) => a.step - b.step);
}
