import { z } from 'zod';
import { DocumentNode } from '../pipeline/document.ts';
import { NetworkRole } from './plan.ts';

/** A word by which a person finds a run again. No commas and quotes, so that tags can be written in a row and searched for. */
export const RunTag = z
  .string()
  .max(40)
  .regex(/^[^\s,"\p{Cc}](?:[^,"\p{Cc}]*[^\s,"\p{Cc}])?$/u, 'a word or a few, without commas and quotes');
/** Tags of one run, in the order in which they were given. */
export const MOST_TAGS = 32;
export const RunTags = z.array(RunTag).max(MOST_TAGS);

/** What a run came to for one network, by the last answer of an Evaluation. */
export const MeasuredNetwork = z.object({
  network: z.string(),
  /** Of the document; null where the network comes from none. */
  node: z.string().nullable(),
  role: NetworkRole,
  /** Shares 0 … 1; loss is mean cross-entropy in nats. */
  accuracy: z.number(),
  loss: z.number().nullable(),
  agreement: z.number().nullable(),
  attacked: z.number().nullable(),
  parameters: z.number(),
  /** Of the saved model. */
  bytes: z.number(),
  microsecondsPerImage: z.number(),
});
export type MeasuredNetwork = z.infer<typeof MeasuredNetwork>;

/** As much of a node as tells one run from another. */
export const FactNode = DocumentNode.pick({ type: true, title: true, params: true, state: true });
export type FactNode = z.infer<typeof FactNode>;

/** What is compared of many runs: small enough to have thousands of them at hand. */
export const RunFacts = z.object({
  run: z.string(),
  /** Of the document, as it was when the run began. */
  document: z.string(),
  /** Parameters as they were set, in the definitions of today. */
  nodes: z.record(z.string(), FactNode),
  measured: z.array(MeasuredNetwork),
  /** Of the engine's own clock, up to the last event. */
  milliseconds: z.number().nonnegative(),
});
export type RunFacts = z.infer<typeof RunFacts>;
