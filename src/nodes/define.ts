import type { z } from 'zod';
import type { Inference, Mender, PipelineDefinition } from '../pipeline/definition.ts';
import type { PortKind, PortSpec, PortType } from '../pipeline/ports.ts';
import type { Lowered, PlanBuilder } from '../plan/builder.ts';
import { choiceTitles } from './params.ts';

/** The sections of the palette, in the order in which a pipeline is drawn. */
export const CATEGORIES = [
  'data',
  'network',
  'model',
  'loss',
  'optimizer',
  'schedule',
  'training',
  'result',
] as const;
export type Category = (typeof CATEGORIES)[number];

type Ports = Readonly<Record<string, PortSpec>>;

/** The lowered value that each kind of port carries. */
type LoweredAt<K extends PortKind> = K extends
  | 'data'
  | 'network'
  | 'model'
  | 'models'
  | 'optimizer'
  | 'schedule'
  ? Extract<Lowered, { kind: K }>
  : K extends 'activation' | 'labels'
    ? // An activation or labels input may be fed by a data set; which of the two arrives is the node's to tell.
      Extract<Lowered, { kind: 'tensor' | 'data' }>
    : Extract<Lowered, { kind: 'tensor' }>;

type TypeAt<K extends PortKind> = K extends 'activation' | 'labels'
  ? Extract<PortType, { kind: K | 'data' }>
  : Extract<PortType, { kind: K }>;

/** What `lower` gives for a family of outputs: called for each member that a wire leads from. */
type LoweredFamily<L extends Lowered> = { readonly kind: 'family'; readonly member: (name: string) => L };

type LoweredOutputs<O extends Ports> = {
  readonly [port in keyof O]: port extends `${string}:*`
    ? LoweredFamily<LoweredAt<O[port]['kind']>>
    : O[port]['optional'] extends true
      ? LoweredAt<O[port]['kind']> | undefined
      : LoweredAt<O[port]['kind']>;
};

type WiredInputs<I extends Ports> = {
  readonly [port in keyof I]: I[port]['optional'] extends true
    ? LoweredAt<I[port]['kind']> | undefined
    : LoweredAt<I[port]['kind']>;
};

/** Values of some parameters that belong together, and who trained with them. */
export type Preset<P = Record<string, unknown>> = {
  readonly title: string;
  /** Paper or code that they come from. */
  readonly source: string;
  readonly params: Partial<P>;
};

type Draft<I extends Ports, O extends Ports, P extends z.ZodType<Record<string, unknown>>> = {
  /** `category.name`, the folder it stands in. */
  readonly type: string;
  readonly version: number;
  readonly category: Category;
  readonly title: string;
  /** One sentence, shown in the palette. */
  readonly summary: string;
  /** Paper, formula's origin or data set's home. */
  readonly source: string;
  /** What it does, when to use it, formula with shapes. Markdown. */
  readonly help: string;
  /** Further words by which the palette finds it. */
  readonly keywords?: readonly string[];
  readonly goal?: boolean;
  /** Of a data set: what its labels mean, in order; left out where their numbers say it. */
  readonly classNames?: readonly string[];
  readonly inputs: I;
  readonly outputs: O;
  readonly params: P;
  /** Offered above the parameters; what is not named in one stays as the person set it. */
  readonly presets?: readonly Preset<z.output<P>>[];
  readonly upgrade?: PipelineDefinition['upgrade'];
  /** Offered as a click where a wire has this problem. */
  readonly mends?: Mender & { readonly through: keyof I; readonly like: keyof I; readonly into: keyof O };
  readonly infer?: (at: {
    readonly params: z.output<P>;
    readonly inputs: { readonly [port in keyof I]: TypeAt<I[port]['kind']> | undefined };
  }) => Inference;
  /** Adds the node's part to the plan. Runs only on a graph without errors. */
  readonly lower: (at: {
    readonly params: z.output<P>;
    readonly inputs: WiredInputs<I>;
    readonly plan: PlanBuilder;
    /** The id of the node in the document, for stream names that must not collide. */
    readonly node: string;
  }) => LoweredOutputs<O>;
};

/** Everything known of one kind of node. */
export type NodeDefinition = PipelineDefinition & {
  readonly category: Category;
  readonly summary: string;
  readonly source: string;
  readonly help: string;
  readonly keywords: readonly string[];
  readonly presets: readonly Preset[];
  readonly classNames?: readonly string[];
  readonly lower: (at: {
    readonly params: Record<string, unknown>;
    readonly inputs: Readonly<Record<string, Lowered | undefined>>;
    readonly plan: PlanBuilder;
    readonly node: string;
  }) => Readonly<Record<string, Lowered | LoweredFamily<Lowered> | undefined>>;
};

/**
 * Defines a kind of node: palette entry, ports, form, help, inference and lowering derive from it.
 * The typed draft is widened here once; the check hands `infer` and `lower` only what these types promise.
 */
export function defineNode<
  const I extends Ports,
  const O extends Ports,
  P extends z.ZodType<Record<string, unknown>>,
>(draft: Draft<I, O, P>): NodeDefinition {
  const wide = draft as unknown as NodeDefinition;
  return Object.freeze({
    ...wide,
    keywords: draft.keywords ?? [],
    presets: draft.presets ?? [],
    goal: draft.goal ?? false,
    upgrade: draft.upgrade ?? {},
    choices: (param) => choiceTitles(draft.params, param),
  });
}
