import { z } from 'zod';
import { Part } from './plan.ts';

const Count = z.int().nonnegative();
const Value = z.number().nullable();
/** One row an example, one value a class; not normalised. */
const Logits = z.array(z.array(Value));

/** What a person can look at of an example: its picture, row by row with the channels last, or its text. */
export const Seen = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    /** Height, width, channels. */
    shape: z.array(z.int().positive()).length(3),
    bytes: z.base64(),
  }),
  /** As much of it as the network sees; pieces of words where nobody knows the words. */
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type Seen = z.infer<typeof Seen>;

export const Example = z.object({
  /** Its number within its part. */
  row: Count,
  label: Count,
  seen: Seen,
});
export type Example = z.infer<typeof Example>;

/**
 * What lets a person look at how networks answer. Logits are kept and no probabilities: whoever shows them chooses the
 * temperature.
 */
export const WATCHING_EVENTS = [
  /** A handful of examples on which answers are told after every epoch. Each process that works on a run tells them anew. */
  z.object({
    kind: z.literal('examples'),
    source: z.string(),
    part: Part,
    examples: z.array(Example),
  }),
  /** What the networks of a task answer to these, after an epoch. */
  z.object({
    kind: z.literal('answers'),
    stage: z.string(),
    epoch: Count,
    step: Count,
    source: z.string(),
    part: Part,
    networks: z.array(
      z.object({
        network: z.string(),
        /** Whether others learn from it here, while it does not learn itself. */
        teaches: z.boolean(),
        /** In the order of the examples. */
        logits: Logits,
      }),
    ),
  }),
  /** How a network's answers differ from its teacher's in the end. Before the evaluation that it belongs to. */
  z.object({
    kind: z.literal('comparison'),
    output: z.string(),
    network: z.string(),
    teacher: z.string(),
    source: z.string(),
    part: Part,
    /** How many were compared: the first ones of the part, all where memory allows. */
    examples: Count,
    /** Mean of KL(teacher ‖ network) of their answers at temperature 1, in nats. */
    divergence: Value,
    /** The teacher's over the whole part: rows are true classes, columns what it says. */
    confusion: z.array(z.array(Count)),
    /** Where that divergence is largest, the largest first. */
    furthest: z.array(
      z.object({
        example: Example,
        divergence: z.number(),
        teacher: z.array(Value),
        network: z.array(Value),
      }),
    ),
  }),
  /** How alike the layers of a network are to those of its teacher in the end: linear CKA, by minibatches. */
  z.object({
    kind: z.literal('similarity'),
    output: z.string(),
    network: z.string(),
    teacher: z.string(),
    source: z.string(),
    part: Part,
    /** On so many. */
    examples: Count,
    /** Names of layers from the input on: of the teacher one a row of `values`, of the network one a column. */
    rows: z.array(z.string()),
    columns: z.array(z.string()),
    /** At most 1, and about 0 where they have nothing in common; null where a layer says the same of all examples. */
    values: z.array(z.array(Value)),
  }),
] as const;
