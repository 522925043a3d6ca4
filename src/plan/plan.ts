import { z } from 'zod';
import { Layer, NETWORK_INPUT } from './layers.ts';

/** Names something within one plan; made in order (`source-1`, `network-2`), so that renaming a node changes nothing. */
const PlanId = z.string().regex(/^[a-z][a-z-]*-\d+$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().nonnegative();
/** Parsed arguments of an op, as JSON. */
export const Args = z.record(z.string(), z.json());

export const PART_NAMES = ['train', 'validation', 'test'] as const;
export const Part = z.enum(PART_NAMES);
export type Part = z.infer<typeof Part>;

/** What happens to an image between the file and the network, in order. Random steps touch the training part alone. */
export const TransformStep = z.discriminatedUnion('kind', [
  /** x · by + add, x a byte 0..255 at first. */
  z.strictObject({ kind: z.literal('scale'), by: z.number(), add: z.number() }),
  /** (x − mean) / deviation. */
  z.strictObject({ kind: z.literal('normalise'), mean: z.number(), deviation: z.number().positive() }),
  /** Moves the image by up to so many pixels each way, a draw an example and epoch; the rim is filled with the darkest value. */
  z.strictObject({ kind: z.literal('random-shift'), pixels: z.int().positive() }),
  /**
   * Of text: draws a share of the tokens, anew an example and epoch, to be found again by the network. Of these a share
   * `masked` is hidden behind [MASK], a share `replaced` by any other token, and the rest stays.
   */
  z
    .strictObject({
      kind: z.literal('mask-tokens'),
      share: z.number().gt(0).lt(1),
      masked: z.number().min(0).max(1),
      replaced: z.number().min(0).max(1),
    })
    .refine((it) => it.masked + it.replaced <= 1, 'masked and replaced are shares of one whole'),
]);
export type TransformStep = z.infer<typeof TransformStep>;

const DRAWN: Readonly<Record<TransformStep['kind'], boolean>> = {
  scale: false,
  normalise: false,
  'random-shift': true,
  'mask-tokens': true,
};

/** Whether each epoch sees other images than the one before. */
export const isRandom = ({ transform }: Pick<Source, 'transform'>): boolean =>
  transform.some((it) => DRAWN[it.kind]);

/** What the numbers of a text's rows mean. The special ones come first: no other is below `reserved`. */
export const Tokens = z.strictObject({
  /** How many are told apart. */
  vocabulary: z.int().min(6).max(32_767),
  /** Tokens in a row of the file, without [CLS] and [SEP]. */
  stored: z.int().positive(),
  /** Fills a short row. */
  padding: Count,
  /** [CLS], before each text. */
  start: Count,
  /** [SEP], after each text. */
  end: Count,
  /** [MASK], in the place of a hidden token. */
  mask: Count,
  reserved: z.int().positive(),
});
export type Tokens = z.infer<typeof Tokens>;

export const Source = z.strictObject({
  id: PlanId,
  /** Which data set of the catalogue, e.g. `mnist`. */
  set: z.string(),
  /** SHA-256 of each data file by name; the engine refuses files that differ. */
  files: z.record(z.string(), Sha256),
  /** Height, width and channels of an image, or how many tokens of a text the network sees. */
  shape: z.array(z.int().positive()),
  /** Left out for images. */
  tokens: Tokens.optional(),
  classes: z.int().min(2),
  /** Examples in each part. The validation part is drawn from the training examples by `splitSeed`. */
  counts: z.strictObject({ train: z.int().positive(), validation: Count, test: Count }),
  splitSeed: z.int().positive(),
  transform: z.array(TransformStep),
  /** Whether the engine holds all images, as bytes, or reads them batch by batch. The numbers are the same. */
  keep: z.enum(['device', 'stream']).default('device'),
});
export type Source = z.infer<typeof Source>;

export const NetworkStart = z.discriminatedUnion('kind', [
  /** Drawn from (seed of the stage that trains it, stream): equal streams and seeds start equal. */
  z.strictObject({ kind: z.literal('fresh'), stream: z.string() }),
  z.strictObject({
    kind: z.literal('saved'),
    sha256: Sha256,
    name: z.string(),
    /** Of what is drawn while it trains on, where it began elsewhere from a stream. */
    stream: z.string().optional(),
  }),
  /**
   * Computed by a start op from the weights that other networks have when the first stage that needs this one begins.
   * The stream is for what is drawn besides.
   */
  z.strictObject({
    kind: z.literal('derived'),
    op: z.string(),
    args: Args,
    from: z.array(PlanId).min(1).max(64),
    stream: z.string(),
  }),
]);

export type NetworkStart = z.infer<typeof NetworkStart>;

/** A projector stands on an activation: trained beside a student for a loss's sake, measured and saved by nobody. */
export const NetworkRole = z.enum(['teacher', 'student', 'baseline', 'projector']);
export type NetworkRole = z.infer<typeof NetworkRole>;

export const Network = z.strictObject({
  id: PlanId,
  role: NetworkRole,
  input: z.array(z.int().positive()),
  /** How many logits it ends in; of a projector the last size of what its last layer gives. */
  classes: z.int().positive(),
  layers: z.array(Layer).min(1).max(2000),
  start: NetworkStart,
  /** Layers whose weights are another network's own: one set of numbers, which both train. Left out where there are none. */
  shares: z.strictObject({ network: PlanId, layers: z.array(z.string()).min(1) }).optional(),
});
export type Network = z.infer<typeof Network>;

/** The reference by which a term takes the labels of the batch (one class index an example). */
export const LABELS = 'labels';
/** The reference to what the networks see of the batch: images, or the tokens of a text [n, length]. */
export const INPUTS = 'inputs';
/** The reference to the tokens that are to be found again [n, length], int32: `NO_TARGET` at every other place. */
export const TARGETS = 'targets';
/** The reference to the numbers of the batch's examples within the training part, int32 [n]: the same in every epoch. */
export const EXAMPLES = 'examples';
export const NO_TARGET = -100;

/** The activation of one layer of one network, computed on the batch of the stage. */
export const Tap = z.strictObject({
  id: PlanId,
  network: PlanId,
  layer: z.string(),
  source: PlanId,
  /** What the network takes: what the batch brings, or a tap, a term or perturbed images of the stage. */
  on: z.string().default(INPUTS),
  /** In whose place that stands: the network's input, or a layer from which it goes on. */
  at: z.string().default(NETWORK_INPUT),
});
export type Tap = z.infer<typeof Tap>;

/**
 * How far and by which way images are moved to mislead a network, all in the scale that the network sees: at each of
 * `iterations` steps by ±`step` a pixel, at most `radius` from where it was, and never out of least … most.
 */
export const Attack = z.strictObject({
  radius: z.number().positive(),
  step: z.number().positive(),
  iterations: z.int().positive().max(1000),
  /** At the image itself, or at a place drawn within the radius. */
  start: z.enum(['image', 'random']),
  least: z.number(),
  most: z.number(),
});
export type Attack = z.infer<typeof Attack>;

/** The images of the batch, moved so that a loss of one network rises: what a tap may stand on. No gradient goes through them. */
export const Perturbed = z.strictObject({
  id: PlanId,
  network: PlanId,
  source: PlanId,
  /** The loss that rises, and the role in which it takes the network's answers. */
  op: z.string(),
  role: z.string(),
  /** Its other roles: the labels, or taps of frozen networks on the images. */
  in: z.record(z.string(), z.string()),
  args: Args,
  attack: Attack,
});
export type Perturbed = z.infer<typeof Perturbed>;

/** One value computed from taps, labels and earlier terms; single assignment, in order. */
export const Term = z.strictObject({
  id: PlanId,
  op: z.string(),
  in: z.record(z.string(), z.string()),
  args: Args,
});
export type Term = z.infer<typeof Term>;

export const Schedule = z.strictObject({
  op: z.string(),
  args: Args,
  get next() {
    return Schedule.optional();
  },
});
export type Schedule = z.infer<typeof Schedule>;

export const Optimizer = z.strictObject({
  /** Of the node that it came from, so that stages with one optimizer node share it. Plans of before it have number 0. */
  id: PlanId.default('optimizer-0'),
  op: z.string(),
  args: Args,
  rate: z.number().positive(),
  schedule: Schedule,
});
export type Optimizer = z.infer<typeof Optimizer>;

/** What frozen networks answer to the training part, computed once and kept. */
const Cache = z.strictObject({
  /** Taps of frozen networks. None where a baseline repeats the draws of a stage that has a cache. */
  taps: z.array(PlanId),
  /**
   * How often each example is drawn: random steps of the transform draw for epoch mod views, for the trained network
   * too. 1 where nothing is random.
   */
  views: z.int().positive(),
});

/** Layers of a trained network that do not learn: no gradient, no optimizer state, no batch statistics. */
export const Frozen = z.strictObject({
  network: PlanId,
  layers: z.array(z.string()).min(1),
  /** Steps of the stage after which they learn with the others; null for never. */
  until: z.int().positive().nullable(),
});
export type Frozen = z.infer<typeof Frozen>;

/**
 * A network whose weights go after each step a share of the way to another's, running statistics included:
 * w ← w + (1 − d) · (v − w), with d the decay, and 1 − 1/(t + 1) while that is less, t = 1 for the first step.
 */
export const Follow = z.strictObject({
  network: PlanId,
  /** A network that the stage trains, of the same layers. */
  follows: PlanId,
  decay: z.number().min(0).lt(1),
});
export type Follow = z.infer<typeof Follow>;

/** The trained weights of some layers of a network as one row of numbers, in the order of the layers: for losses on weights. */
export const WeightRow = z.strictObject({ id: PlanId, network: PlanId, layers: z.array(z.string()).min(1) });
export type WeightRow = z.infer<typeof WeightRow>;

/** How often it is measured what each loss of a total brings. */
const Balance = z.strictObject({
  /** Steps from one measurement to the next; the first is at the first step. */
  every: z.int().positive(),
  /** The terms that the total is composed of; each is a loss by itself. */
  parts: z.array(PlanId).min(2),
});

/** One of several tasks that a stage trains in turns: what of the stage its total reaches belongs to it. */
export const Task = z.strictObject({
  read: PlanId,
  /** The term that a step of this task minimises. */
  total: PlanId,
  /** How likely a step is one of this task; together 1. */
  share: z.number().gt(0).lt(1),
  /** The part of its own source on which its networks are measured after every epoch. */
  evaluate: Part,
  /** Counted in steps of this task; left out where there is one loss alone, or nobody wants to know. */
  balance: Balance.optional(),
});
export type Task = z.infer<typeof Task>;

/** One training of one or more networks on one loss, or on several in turns. Stages run in order. */
export const Stage = z.strictObject({
  id: PlanId,
  epochs: z.int().positive(),
  /** Examples a step; the last step of an epoch takes what is left. */
  batch: z.int().positive(),
  /** Steps in all: epochs × ⌈train / batch⌉, the latter summed over tasks where there are several. */
  steps: z.int().positive(),
  seed: z.int().positive(),
  read: PlanId,
  /** Networks whose weights this stage changes; every other tapped network runs frozen, as in evaluation. */
  train: z.array(PlanId).min(1),
  /** Projectors that this stage trains beside them. */
  projectors: z.array(PlanId).default([]),
  taps: z.array(Tap),
  terms: z.array(Term),
  /** The term that is minimised. */
  total: PlanId,
  optimizer: Optimizer,
  /** Gradients are scaled so that their global L2 norm stays at or below this; null for no clipping. */
  clip: z.number().positive().nullable(),
  /** The part on which the trained networks are measured after every epoch. */
  evaluate: Part,
  /** The stage that this one repeats without a teacher. */
  baselineOf: PlanId.nullable(),
  /** Null where frozen networks run at every step. */
  cache: Cache.nullable().default(null),
  /** Null where there is one loss alone, or nobody wants to know; of several tasks each has its own. */
  balance: Balance.nullable().default(null),
  /* Left out where there are none, so that plans of before keep their hash. */
  frozen: z.array(Frozen).min(1).optional(),
  follow: z.array(Follow).min(1).optional(),
  weights: z.array(WeightRow).min(1).optional(),
  perturbed: z.array(Perturbed).min(1).optional(),
  /**
   * Where steps are of several tasks. Taps, terms and networks above are those of all tasks together; `read`, `total` and
   * `evaluate` are the first one's. Which task a step is of is drawn from (seed, step) alone.
   */
  tasks: z.array(Task).min(2).optional(),
});
export type Stage = z.infer<typeof Stage>;

/** Every network whose weights a stage changes. */
export const learningIn = ({ train, projectors }: Pick<Stage, 'train' | 'projectors'>): string[] => [
  ...train,
  ...projectors,
];

export const Output = z.discriminatedUnion('kind', [
  z.strictObject({
    id: PlanId,
    kind: z.literal('evaluation'),
    network: PlanId,
    source: PlanId,
    part: Part,
    /** Agreement (share of equal predictions) is measured against this network. */
    teacher: PlanId.nullable(),
    /** Its accuracy on images that are moved to mislead it is measured as well. */
    attack: Attack.optional(),
  }),
  z.strictObject({ id: PlanId, kind: z.literal('saved-model'), network: PlanId, name: z.string() }),
  /** Which stages stand side by side. The engine has nothing to do for it: whoever shows the run makes a table of it. */
  z.strictObject({
    id: PlanId,
    kind: z.literal('leaderboard'),
    /** One a method: the stages that train by it, one a seed, in the same order of seeds for every entry. */
    entries: z.array(z.strictObject({ stages: z.array(PlanId).min(1) })).min(1),
  }),
  /** Which network answers which task. All are saved, and each is measured on every task that it can read. */
  z.strictObject({
    id: PlanId,
    kind: z.literal('router'),
    name: z.string(),
    part: Part,
    tasks: z.array(z.strictObject({ network: PlanId, source: PlanId })).min(2),
  }),
]);
export type Output = z.infer<typeof Output>;

export const PLAN_FORMAT = 1;

/** On what and how exactly a run computes; of a whole run, as its stages hand weights on to each other. */
const Engine = z.strictObject({
  kind: z.enum(['auto', 'tensorflow', 'cpu']),
  /** Of matrix products and convolutions. Weights, and all that is summed up, stay float32. */
  precision: z.enum(['float32', 'bfloat16']).default('float32'),
  /** Whether a CUDA device may round the factors of float32 products to 10 bits; other devices never do. */
  tf32: z.boolean().default(true),
  /** `gpu-1` is the second of the GPUs that the engine sees. */
  device: z
    .union([z.enum(['auto', 'cpu']), z.templateLiteral(['gpu-', z.string().regex(/^\d{1,2}$/)])])
    .default('auto'),
});

/** What the machine will do, as data. Equal plans on one engine and device give equal numbers. */
export const Plan = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  engine: Engine,
  data: z.array(Source),
  networks: z.array(Network),
  stages: z.array(Stage),
  outputs: z.array(Output),
});
export type Plan = z.infer<typeof Plan>;
export type Precision = Plan['engine']['precision'];

/** A sentence about the plan for the person, with the nodes it concerns. */
export const Note = z.strictObject({ code: z.string(), text: z.string(), nodes: z.array(z.string()) });
export type Note = z.infer<typeof Note>;

/** Which nodes of the document each id of the plan came from; outside the hash, so that a rename spoils no cache. */
export const Origin = z.record(z.string(), z.array(z.string()));
export type Origin = z.infer<typeof Origin>;

export const Compiled = z.strictObject({ plan: Plan, hash: Sha256, notes: z.array(Note), origin: Origin });
export type Compiled = z.infer<typeof Compiled>;
