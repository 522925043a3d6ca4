import type { z } from 'zod';
import type { Layer } from './layers.ts';
import type { Operation } from './operation.ts';
import type { Network, Optimizer, Output, Part, Schedule, Source, Stage } from './plan.ts';

/** A reference to a tensor of the batch: a tap, a term, or the labels. */
export type Ref = string;

/** A saved network as its file describes it, found by content. */
export type ModelHeader = {
  readonly sha256: string;
  readonly input: readonly number[];
  readonly classes: number;
  readonly layers: readonly Layer[];
};

export type StageDraft = Pick<Stage, 'epochs' | 'batch' | 'seed' | 'optimizer' | 'clip'> & {
  readonly total: Ref;
  readonly baselineOf?: string;
};

/** What a node's `lower` may add to the plan. Every call is remembered as coming from that node. */
export type PlanBuilder = {
  /** Equal drafts give the same source. */
  source(draft: Omit<Source, 'id'>): string;
  network(draft: Omit<Network, 'id'>): string;
  /** A network as added before. */
  networkOf(id: string): Network;
  /** The activation of a layer (the last one where none is named); `frozen`: no gradient may reach the network. */
  tap(at: { network: string; source: string; layer?: string; frozen: boolean }): Ref;
  /** Emits a term; the arguments' type is the op's own. */
  term<I extends Operation['inputs'], A extends z.ZodType>(
    op: Operation<I, A>,
    inputs: { readonly [role in keyof I]?: Ref },
    args: z.input<A>,
  ): Ref;
  /** Trains every network that the total reaches without a frozen tap. */
  stage(draft: StageDraft): string;
  /** What a stage trains and reads. */
  stageOf(id: string): Pick<Stage, 'train' | 'read'>;
  output(draft: DistributiveOmit<Output, 'id'>): string;
  note(code: string, text: string): void;
  /** The header of a saved model, or a refusal that names the node. */
  model(sha256: string): ModelHeader;
};

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What a lowered output port hands to the nodes that it feeds. One kind for each kind of port. */
export type Lowered =
  | { readonly kind: 'data'; readonly source: Omit<Source, 'id'> }
  | { readonly kind: 'network'; readonly layers: (input: readonly number[], classes: number) => Layer[] }
  | {
      readonly kind: 'model';
      readonly network: string;
      readonly source: Omit<Source, 'id'>;
      readonly part: Part | null;
      readonly alone: string | null;
    }
  | { readonly kind: 'optimizer'; readonly optimizer: Optimizer }
  | { readonly kind: 'schedule'; readonly schedule: Schedule }
  | { readonly kind: 'tensor'; readonly ref: Ref };
