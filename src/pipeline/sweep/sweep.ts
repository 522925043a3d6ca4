import { z } from 'zod';
import { Id } from '../document.ts';

/** The values that a parameter goes through in a sweep. */
export const ParamRange = z.discriminatedUnion('kind', [
  /** These, one after the other. */
  z.strictObject({ kind: z.literal('list'), values: z.array(z.json()).min(1).max(1000) }),
  /** Any number from `low` to `high`, both included; a grid takes so many of them. */
  z
    .strictObject({
      kind: z.literal('range'),
      low: z.number(),
      high: z.number(),
      /** `log`: as many between 0.01 and 0.1 as between 0.1 and 1. */
      scale: z.enum(['linear', 'log']),
      whole: z.boolean(),
      steps: z.int().min(2).max(1000),
    })
    .refine((it) => it.low < it.high, 'a range goes from the lower to the higher number')
    .refine((it) => it.scale === 'linear' || it.low > 0, 'a logarithmic range begins above 0')
    .refine((it) => !it.whole || Math.ceil(it.low) <= Math.floor(it.high), 'no whole number is in it'),
]);
export type ParamRange = z.infer<typeof ParamRange>;

const Swept = z.strictObject({ node: Id, param: z.string().min(1).max(64), range: ParamRange });
/** One parameter of one node, and the values that it goes through. */
export type Swept = z.infer<typeof Swept>;

const Seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Every value with every other. */
const Grid = z.strictObject({ kind: z.literal('grid') });

/** So many draws. */
const Random = z.strictObject({ kind: z.literal('random'), trials: z.int().min(1).max(10_000), seed: Seed });

/** Many short trainings, of which the best are trained for longer. */
const Hyperband = z.strictObject({
  kind: z.literal('hyperband'),
  /** The parameter that says how long a training is, in whole numbers: epochs. */
  budget: z.strictObject({ node: Id, param: z.string().min(1).max(64) }),
  /** Of that, the most that one training gets, and the least. */
  most: z.int().min(1).max(100_000),
  least: z.int().min(1).max(100_000),
  /** One in so many goes on. */
  factor: z.int().min(2).max(10),
  seed: Seed,
});
export type Hyperband = z.infer<typeof Hyperband>;

const params = z.array(Swept).min(1).max(16);

/** What is tried of a document: which parameters go through which values. All of its runs are known before the first. */
export const PlainSweep = z.strictObject({ params, search: z.discriminatedUnion('kind', [Grid, Random]) });
export type PlainSweep = z.infer<typeof PlainSweep>;

/** What is tried round by round: who goes on depends on how the round before went. */
export const HyperbandSweep = z.strictObject({ params, search: Hyperband });
export type HyperbandSweep = z.infer<typeof HyperbandSweep>;

/** One value of each swept parameter, in the sweep's order. */
export type Setting = readonly unknown[];
