import { z } from 'zod';
import { HotChange } from './hot-parameters.ts';
import { NetworkRole, Part, Sha256 } from './plan.ts';
import { WATCHING_EVENTS } from './watching.ts';

/** The part of every event that the run writer adds: its number from 0 without gaps, and milliseconds since the run began (monotonic). */
const stamp = { seq: z.int().nonnegative(), time: z.number().nonnegative() };
const Count = z.int().nonnegative();
/** JSON holds no NaN; a value that is not finite is written as null. */
const Value = z.number().nullable();

export const EngineInfo = z.object({
  kind: z.enum(['tensorflow', 'cpu']),
  /** `CPU`, `CUDA: NVIDIA …` or `plain JavaScript`. */
  device: z.string(),
  version: z.string(),
});
export type EngineInfo = z.infer<typeof EngineInfo>;

/** What a step spends its time on. `rest` is what belongs to no node: control, metrics, the way between processes. */
export const PROFILE_PARTS = ['data', 'teacher', 'student', 'loss', 'optimizer', 'rest'] as const;
export const ProfilePart = z.enum(PROFILE_PARTS);
export type ProfilePart = z.infer<typeof ProfilePart>;

export const ProfileEntry = z.object({
  /** The plan id whose work this is: a source, a network, a term, an optimizer; the stage's own for `rest`. */
  at: z.string(),
  part: ProfilePart,
  /** Mean of a step, both ways: a student's forward pass and the gradient through it. */
  milliseconds: z.number().nonnegative(),
  /** Memory that the results of its work take in one step. */
  bytes: Count,
});
export type ProfileEntry = z.infer<typeof ProfileEntry>;

export const Measured = z.object({
  network: z.string(),
  role: NetworkRole,
  part: Part,
  examples: Count,
  /** Shares 0 … 1 and mean cross-entropy in nats. */
  accuracy: z.number(),
  loss: Value,
});

/** Multiply-adds are those of one example. */
const cost = { parameters: Count, multiplyAdds: Count };

export const BalancePart = z.object({
  /** The term. */
  at: z.string(),
  value: Value,
  /** What a little more of it adds to the total: d total / d value. */
  weight: Value,
  /** L2 norm of weight · d value / dθ over all trained weights θ together but those of projectors. */
  gradient: Value,
});
export type BalancePart = z.infer<typeof BalancePart>;

const bodies = [
  z.object({
    kind: z.literal('run-started'),
    plan: Sha256,
    engine: EngineInfo,
    resumedAt: z.object({ stage: z.string(), step: Count }).nullable(),
    /** At most so many processes share the stages, which then run side by side; left out where one runs them in order. */
    workers: z.int().positive().optional(),
  }),
  z.object({
    kind: z.literal('stage-started'),
    stage: z.string(),
    index: Count,
    of: Count,
    epochs: Count,
    steps: Count,
    step: Count,
  }),
  /** Columns of equal length. `loss` is the total, `accuracy` the batch accuracy of the trained network, `rate` the learning rate, `gradient-norm` before clipping, `term:<id>` each term that is a loss. */
  z.object({
    kind: z.literal('metrics'),
    stage: z.string(),
    /** Where a stage has several tasks: the student of the one that these steps are of. Of events told together the one with the last step comes last. */
    student: z.string().optional(),
    steps: z.array(Count),
    columns: z.record(z.string(), z.array(Value)),
  }),
  /** Now and then, where a total is composed of several losses: what each brings, at the weights that the step begins with. */
  z.object({
    kind: z.literal('balance'),
    stage: z.string(),
    /** Of the step whose batch it was, as in `metrics`. */
    step: Count,
    parts: z.array(BalancePart).min(2),
  }),
  /** A number of the loss or of the optimizer was changed while the stage trains, by a person or because one did so at this step before. */
  z.object({
    kind: z.literal('parameter-set'),
    ...HotChange.shape,
    /** The value before. */
    from: z.number(),
  }),
  /** How the machine is used, about once a second while a stage trains. */
  z.object({
    kind: z.literal('usage'),
    stage: z.string(),
    step: Count,
    /** Trained on since the last such event, by the second. */
    examplesPerSecond: z.number().nonnegative(),
    /** Resident bytes of the engine's process. */
    memory: Count,
    /** The engine's share 0 … 1 of all processors. */
    processor: z.number().min(0).max(1),
    /** Share 0 … 1 of the time that the device computed, and bytes taken on it by anybody; null where nothing tells. */
    device: z.object({ share: z.number().min(0).max(1), memory: Count }).nullable(),
  }),
  /** Once a stage, where the run was asked for a profile: where the time of a step and the memory go. */
  z.object({
    kind: z.literal('profile'),
    stage: z.string(),
    /** How many were timed. */
    steps: z.int().positive(),
    /** Mean of a step, as it was timed. */
    milliseconds: z.number().nonnegative(),
    entries: z.array(ProfileEntry),
    /** A trace for Chrome's and Perfetto's viewers: a file's name within the run folder. */
    file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
  }),
  /** After each epoch: the trained networks on the stage's evaluation part. */
  z.object({
    kind: z.literal('epoch'),
    stage: z.string(),
    epoch: Count,
    step: Count,
    measured: z.array(Measured),
    /** Median wall time of a step of this epoch, its data included. Earlier versions did not measure it. */
    millisecondsPerStep: z.number().nonnegative().optional(),
  }),
  /** At the end of a stage that trains a channel attention: how far each channel comes through. */
  z.object({
    kind: z.literal('gates'),
    stage: z.string(),
    step: Count,
    network: z.string(),
    /** The channel attention. */
    layer: z.string(),
    /** The mean gate of each channel over some examples of the stage's evaluation part, 0 … 1. */
    means: z.array(Value).min(1),
  }),
  ...WATCHING_EVENTS,
  /** An evaluation node's answer at the end. Rows of the confusion matrix are true classes, columns predictions. */
  z.object({
    kind: z.literal('evaluation'),
    output: z.string(),
    measured: Measured,
    confusion: z.array(z.array(Count)),
    /** Share of examples on which the network and its teacher say the same; null without a teacher. */
    agreement: z.number().nullable(),
    parameters: Count,
    /** Of the saved file. */
    bytes: Count,
    /** Forward pass, batch of 256, median of several, divided by 256. */
    microsecondsPerImage: z.number().nonnegative(),
    /**
     * Of a network that was trained in bfloat16: how well its weights do with products in bfloat16, and the share of
     * examples on which they say the same as in float32, in which all else here is measured. Null for any other.
     */
    bfloat16: z.object({ accuracy: z.number(), agreement: z.number() }).nullable().default(null),
    /**
     * Where masks leave channels out: what is left in a saved model, which answers the same, and what the network has
     * that was trained and timed. Null where they are one.
     */
    pruned: z
      .object({ ...cost, from: z.object(cost) })
      .nullable()
      .default(null),
    /**
     * Accuracy on images that were moved so that its own cross-entropy rose: each pixel by a share `radius` of the way from
     * dark to bright at most, in so many steps. Left out where nobody asked for it.
     */
    attacked: z
      .object({ accuracy: z.number(), radius: z.number().positive(), iterations: z.int().positive() })
      .optional(),
  }),
  z.object({
    kind: z.literal('saved-model'),
    output: z.string(),
    network: z.string(),
    file: z.string(),
    sha256: Sha256,
    bytes: Count,
  }),
  /** Which network answers which task of a system, and how each does on every task. */
  z.object({
    kind: z.literal('router'),
    output: z.string(),
    part: Part,
    /** In order; of each the network that answers it, and that network's saved model. */
    tasks: z.array(
      z.object({
        network: z.string(),
        source: z.string(),
        set: z.string(),
        model: z.string(),
        sha256: Sha256,
        bytes: Count,
      }),
    ),
    /** Shares 0 … 1: rows are networks, columns tasks, both in that order; null where a network cannot read a task. */
    accuracy: z.array(z.array(Value)),
    /** Says all this beside the models. */
    file: z.string(),
  }),
  z.object({
    kind: z.literal('checkpoint'),
    stage: z.string(),
    step: Count,
    folder: z.string(),
    bytes: Count,
  }),
  z.object({
    kind: z.literal('state'),
    state: z.enum(['preparing', 'running', 'paused', 'finishing']),
    text: z.string(),
  }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({
    kind: z.literal('problem'),
    code: z.string(),
    message: z.string(),
    /** A plan id, for the canvas to place it. */
    at: z.string().nullable(),
    step: Count.nullable(),
    fix: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('run-ended'),
    /** `killed`: the engine process went away without a word. */
    how: z.enum(['done', 'stopped', 'failed', 'killed']),
    text: z.string(),
  }),
] as const;

/** What the engine says; the run writer stamps it. */
export const EngineEvent = z.discriminatedUnion('kind', bodies);
export type EngineEvent = z.infer<typeof EngineEvent>;

/** One line of events.jsonl; desktop, command line and a reopened run read the same. */
export const RunEvent = EngineEvent.and(z.object(stamp));
export type RunEvent = z.infer<typeof RunEvent>;
